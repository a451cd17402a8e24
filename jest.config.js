/** Node strips the types itself, so nothing is transformed; the modules stay ES modules. */
export default {
  testMatch: ['<rootDir>/test/{unit,contract,e2e,simulation}/**/*.test.ts'],
  transform: {},
  // What is deployed has a package.json of the same name.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  // Two cores, and the end-to-end tier starts processes of its own.
  maxWorkers: 2,
  testTimeout: 30_000,
};
