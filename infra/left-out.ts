/**
 * What Google's clients bring along and never use over REST, two thirds of what they are: gRPC, and classes of messages, beside
 * which the same messages stand as JSON, which is what they work with. Reading it alone took longer than an empty function's start.
 * Of the JSON, the messages of clients that we do not have: every client works out all of it when it is made.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** Google's REST half of google-gax, and of the other half what the clients ask of it besides. */
const overRest = `
const { Status } = require('./status');
module.exports = {
  ...require('./fallback'),
  ...require('./util'),
  Status,
  loggingUtils: require('google-logging-utils'),
  // An emulator is told that there are no credentials.
  grpc: { status: Status, credentials: { createInsecure: () => undefined } },
};
`;

/** Can be named but not used. */
const nothing = `
const nothing = (name) => new Proxy(class {}, {
  get: (target, key) => key === 'prototype' ? target.prototype : nothing(name + '.' + String(key)),
  apply: () => { throw new Error(name + ' is left out of the bundle (infra/left-out.ts)'); },
  construct: () => { throw new Error(name + ' is left out of the bundle (infra/left-out.ts)'); },
});
module.exports = nothing('a message class');
`;

const messageClasses = /[\\/](?:@google-cloud[\\/][^\\/]+|google-gax)[\\/]build[\\/]protos[\\/]\w+\.js$/;

/** Messages of an API's administration, and of its versions besides the first. */
const otherClients = new Set(['admin', 'v1beta1', 'v1beta2']);

function ofOurClients({ nested, ...described }: Described): Described {
  if (nested === undefined) return described;
  const kept = Object.entries(nested).filter(([name]) => !otherClients.has(name));
  return { ...described, nested: Object.fromEntries(kept.map(([name, inside]) => [name, ofOurClients(inside)])) };
}

interface Described {
  nested?: Record<string, Described>;
}

/** For esbuild. */
export const leaveOut: Plugin = {
  name: 'left-out',
  setup(build) {
    build.onLoad({ filter: /[\\/]google-gax[\\/]build[\\/]src[\\/]index\.js$/ }, ({ path }) => ({
      contents: overRest,
      resolveDir: dirname(path),
    }));
    build.onLoad({ filter: messageClasses }, () => ({ contents: nothing }));
    build.onLoad(
      { filter: /[\\/]@google-cloud[\\/][^\\/]+[\\/]build[\\/]protos[\\/]protos\.json$/ },
      async ({ path }) => ({
        contents: JSON.stringify(ofOurClients(JSON.parse(await readFile(path, 'utf8')))),
        loader: 'json',
      }),
    );
  },
};
