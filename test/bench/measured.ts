/** What a part of `npm run bench` has found: by group and name (goals.ts); what has no goal is there besides. */
export type Measured = Record<string, Record<string, number>>;

/** Measures one thing, in a system of its own. Throws where what it measures did not do its work. */
export type Part = () => Promise<Measured>;
