/** What few calls need is loaded with the first of them, so that an instance starts, and answers the others, without it. */

/** Makes it when it is first asked for; the same one from then on. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type Port<T> = { [Name in keyof T]: (...args: never[]) => Promise<unknown> };

/** A port, all of whose methods answer promises; its adapter is made with the first call. */
export function late<T extends Port<T>>(make: () => Promise<T>): T {
  const adapter = once(make);
  const get = (_: T, name: string | symbol) => {
    // Who awaits a port does not call it.
    if (name === 'then') return undefined;
    return async (...args: never[]) => (await adapter())[name as keyof T](...args);
  };
  return new Proxy({} as T, { get });
}
