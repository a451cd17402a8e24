/**
 * The code with one thing wrong in it: for each rule of the protocol what happens without it, and mistakes that anybody could make.
 * The simulation must find each of them (mutations.test.ts): that is how we know that it looks.
 */

export interface Mutation {
  name: string;
  /** Texts of files that are replaced, each once. */
  changes: { file: string; from: string; to: string }[];
}

export const mutations: Mutation[] = [
  {
    name: 'rule 1: the key is partner and document alone',
    changes: [
      {
        file: 'functions/domain/export.ts',
        from: 'const parts = [key.partnerSpace, key.clientSpace, key.documentId];',
        to: 'const parts = [key.partnerSpace, key.documentId];',
      },
    ],
  },
];
