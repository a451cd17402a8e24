/** What has happened in one schedule: how much bad luck of each kind, and, for a schedule that is told, each thing in its order. */

export interface Story {
  /** One more piece of bad luck of this kind. */
  luck(kind: string, ...details: unknown[]): void;
  /** Something that is no bad luck. */
  tell(what: string, ...details: unknown[]): void;
  /** Whether anybody wants to be told: what costs something to put into words needs not be. */
  listens: boolean;
  luckOf: Map<string, number>;
  /** Empty where nobody listens. */
  lines: string[];
}

/** `p01`, `c02`, `d14`: a partner space, a client space, a document, as a person can follow them through a story. */
export function short(id: string): string {
  return (id.startsWith('a') ? 'p' : id.slice(0, 1)) + id.slice(-2);
}

/** Nothing has happened. `listens`: each line is kept; it makes a schedule slower. */
export function createStory(now: () => number, listens: boolean): Story {
  const luckOf = new Map<string, number>();
  const lines: string[] = [];

  function tell(what: string, ...details: unknown[]): void {
    if (!listens) return;
    const told = details.map((detail) => (typeof detail === 'string' ? detail : JSON.stringify(detail)));
    lines.push([new Date(now()).toISOString().slice(5, 23).replace('T', ' '), what, ...told].join(' '));
  }

  return {
    luck(kind, ...details) {
      luckOf.set(kind, (luckOf.get(kind) ?? 0) + 1);
      tell(`!! ${kind}`, ...details);
    },
    tell,
    listens,
    luckOf,
    lines,
  };
}
