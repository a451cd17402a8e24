/** Polling, for everything that happens by itself. */

/** Asks again and again until there is an answer that is not false or undefined; throws when it takes longer than given. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutSeconds = 25,
  everyMilliseconds = 50,
): Promise<T> {
  const end = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutSeconds} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}
