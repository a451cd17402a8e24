/** All that a bad input must leave as it was: every record, every token, every Drive, every topic. */
import type { FakeWorld } from '../fakes/world.ts';

/** What there is now, in a form that can be compared; sessions and sign-ins apart, which pages make by being looked at. */
export function everything({ database, vault, google, topic, banqupTopic, noticesTopic }: FakeWorld) {
  const { connections, activations, folders, exports, checks, notices } = database;
  const accounts = new Map(connections.all().map(({ value }) => [value.account.email, value.partnerSpace]));
  return {
    records: [connections, activations, folders, exports, checks, notices].map((rows) => rows.all()),
    tokens: [...accounts.values()].map((partnerSpace) => vault.versions(partnerSpace)),
    drives: [...accounts.keys()].map((email) => google.tree(email)),
    messages: [topic, banqupTopic, noticesTopic].map(({ messages }) => [...messages]),
  };
}
