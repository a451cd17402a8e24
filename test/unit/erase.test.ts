/** A partner is erased with one command: all that we hold of it goes, nothing of anybody else, and it may come back. */
import { describe, expect, test } from '@jest/globals';
import { checkAsked, checkId } from '../../functions/domain/check.ts';
import { asFailure, Failure } from '../../functions/domain/errors.ts';
import { exportId, reserved } from '../../functions/domain/export.ts';
import { folderId } from '../../functions/domain/folder.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { noticeId } from '../../functions/domain/notice.ts';
import { aFolder, anActivation, anExport, aSignIn, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker, topics, type Worker } from './worker.ts';

const { partnerSpace, clientSpace, documentId } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const erase = { kind: 'erase', partnerSpace };
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };

/** Pub/Sub: this message and those that it leads to, each until it is acknowledged, a minute apart. */
async function deliver(
  world: FakeWorld,
  message: object = erase,
  publishedAt = world.clock.now(),
  worker: Worker = createWorker(world),
): Promise<Worker> {
  for (;;) {
    const failure = await worker.push(topics.own, message, publishedAt).then(() => undefined, asFailure);
    if (!failure) break;
    if (failure.code !== 'stillEnding') throw failure;
    world.clock.advance(60);
  }
  const next = world.topic.messages.find(({ kind }) => kind === 'erase');
  world.topic.messages = world.topic.messages.filter((one) => one !== next);
  return next ? deliver(world, next, world.clock.now(), worker) : worker;
}

/** A record of every kind, but for the connection and the activation that are there. */
function fill({ database }: FakeWorld, space: string = partnerSpace): void {
  const now = database.now();
  const entry = anExport({ partnerSpace: space, documentId: 'earlier', state: 'done' });
  database.exports.put(exportId(entry), entry);
  const folder = aFolder({ partnerSpace: space });
  database.folders.put(folderId({ ...folder, company: { key: '', name: '' } }), folder);
  const notice = { partnerSpace: space, cause: 'driveFull', news: 'trouble', state: 'told', at: now, troubleAt: now };
  database.notices.put(noticeId(space, 'driveFull'), notice as Parameters<typeof database.notices.put>[1]);
  const session = { partnerSpace: space, partnerName: 'Fiduclaes', formToken: 'x', expiresAt: now };
  database.sessions.put(`session of ${space}`, session);
  const check = { partnerSpace: space, clientSpace: usual.clientSpace, month: '2026-03' };
  database.checks.put(checkId(check), checkAsked(undefined, check, now));
  database.signIns.put(`state of ${space}`, aSignIn({ partnerSpace: space }));
}

/** All that is kept of a partner. */
function keptOf({ database, vault }: FakeWorld, space: string = partnerSpace) {
  const { connections, activations, folders, exports, checks, notices, sessions, signIns } = database;
  const tables = { connections, activations, folders, exports, checks, notices, sessions, signIns };
  return {
    ...Object.fromEntries(
      Object.entries(tables).map(([kind, { all }]) => [
        kind,
        all().filter(({ value }) => value.partnerSpace === space),
      ]),
    ),
    tokens: vault.versions(space),
  };
}

const nothing = {
  connections: [],
  activations: [],
  folders: [],
  exports: [],
  checks: [],
  notices: [],
  sessions: [],
  signIns: [],
  tokens: [],
};

describe('an erasure', () => {
  test('leaves no record and no token of the partner, and says how many there were', async () => {
    const world = aWorld();
    fill(world);
    const { log } = await deliver(world);
    expect(keptOf(world)).toEqual(nothing);
    expect(log.lines.filter(({ message }) => message === 'partner erased')).toEqual([
      {
        level: 'info',
        message: 'partner erased',
        fields: {
          partnerSpace,
          exports: 1,
          checks: 1,
          folders: 1,
          notices: 1,
          sessions: 1,
          signIns: 1,
          activations: 1,
          connections: 1,
        },
      },
    ]);
    expect(world.google.hasLiveToken(usual.email)).toBe(false);
  });

  test('touches nothing of another partner with the same client, on the same Google account, whose grant stays', async () => {
    const world = aWorld();
    fill(world);
    world.connect({ partnerSpace: other });
    world.activate({ partnerSpace: other });
    fill(world, other);
    const before = keptOf(world, other);
    await deliver(world);
    expect(keptOf(world)).toEqual(nothing);
    expect(keptOf(world, other)).toEqual(before);
    await createWorker(world).deliver();
    expect(filesOf(world)).toHaveLength(1);
    expect(world.database.exports.all(({ documentId: id }) => id === documentId)).toMatchObject([
      { value: { partnerSpace: other, state: 'done' } },
    ]);
  });

  test("leaves the files where they are: they are the accountant's", async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    const before = world.google.tree(usual.email);
    expect(filesOf(world)).toHaveLength(1);
    await deliver(world);
    expect(world.google.tree(usual.email)).toEqual(before);
  });

  test('removes no more than a page for each message, however many there are', async () => {
    const world = aWorld();
    for (let index = 0; index < 250; index += 1) {
      const entry = anExport({ documentId: `document-${index}`, state: 'done' });
      world.database.exports.put(exportId(entry), entry);
    }
    const worker = createWorker(world);
    await deliver(world, erase, world.clock.now(), worker);
    expect(keptOf(world)).toEqual(nothing);
    expect(world.calls()['exports.remove']).toBe(250);
    expect(worker.log.lines.at(-1)?.fields).toMatchObject({ exports: 250, activations: 1, connections: 1 });
    // Three of entries, one of activations; the last one finds nothing more.
    expect(world.calls()['publisher.publish']).toBe(4);
  });

  test("ends the link at once, and removes nothing before a worker's life is over", async () => {
    const world = aWorld();
    fill(world);
    const worker = createWorker(world);
    const asked = world.clock.now();
    const push = () => worker.push(topics.own, erase, asked);
    await expect(push()).rejects.toMatchObject({ code: 'stillEnding' });
    expect(world.database.connections.get(partnerSpace)?.value.state).toBe('off');
    expect(world.database.activations.all(({ active }) => active)).toEqual([]);
    expect(world.google.hasLiveToken(usual.email)).toBe(false);
    const before = keptOf(world);
    world.clock.advance(workerLifeSeconds);
    await expect(push()).rejects.toMatchObject({ code: 'stillEnding' });
    expect(keptOf(world)).toEqual(before);
    world.clock.advance(1);
    await push();
    expect(world.database.exports.all()).toEqual([]);
  });

  test.each([
    ['its clients were switched off long ago, and its link only now', true],
    ['its link was ended long ago, and its clients only now', false],
  ])("waits for a worker's life also where %s", async (_what, isLinked) => {
    const world = aWorld();
    const owner = createOwner(world);
    await (isLinked ? owner.switchOff() : owner.disconnect());
    world.clock.advance(4000);
    const [worker, asked] = [createWorker(world), world.clock.now()];
    for (const seconds of [0, workerLifeSeconds]) {
      world.clock.advance(seconds);
      await expect(worker.push(topics.own, erase, asked)).rejects.toMatchObject({ code: 'stillEnding' });
    }
    world.clock.advance(1);
    await worker.push(topics.own, erase, asked);
  });

  test('keeps the token for as long as Google does not let the grant go, however long that takes', async () => {
    const world = aWorld();
    const down = new Failure('googleUnavailable', 'down');
    world.addFault({ on: 'google.revoke', failure: down, times: Number.POSITIVE_INFINITY });
    const worker = createWorker(world);
    const asked = world.clock.now();
    for (const seconds of [0, workerLifeSeconds + 1, 86_400]) {
      world.clock.advance(seconds);
      await expect(worker.push(topics.own, erase, asked)).rejects.toMatchObject({ code: 'stillEnding' });
      expect(keptOf(world).tokens).toEqual(['1']);
    }
    world.clearFaults();
    await deliver(world, erase, asked);
    expect(world.google.hasLiveToken(usual.email)).toBe(false);
    expect(keptOf(world)).toEqual(nothing);
  });

  test('takes away a message that nobody could read and that speaks of the partner, and no other', async () => {
    const world = aWorld();
    const { push } = createWorker(world);
    await push(topics.banqup, new TextEncoder().encode(`{"space": "${partnerSpace.toUpperCase()}", `));
    for (let index = 0; index < 150; index += 1) await push(topics.banqup, { category: index, space: other });
    await deliver(world);
    const left = world.database.deadLetters.all().map(({ value }) => Buffer.from(value.data, 'base64').toString());
    expect(left).toHaveLength(150);
    expect(left.filter((data) => data.toLowerCase().includes(partnerSpace))).toEqual([]);
  });

  test('of a partner that nobody knows, and a second one, change nothing', async () => {
    const world = aWorld();
    fill(world);
    const before = keptOf(world);
    await deliver(world, { kind: 'erase', partnerSpace: other });
    expect(keptOf(world)).toEqual(before);
    await deliver(world);
    const { log } = await deliver(world);
    expect(keptOf(world)).toEqual(nothing);
    expect(log.lines).toEqual([{ level: 'info', message: 'partner erased', fields: { partnerSpace } }]);
  });

  test('of a partner that never signed in takes its activations', async () => {
    const world = aWorld();
    world.activate({ partnerSpace: other });
    await deliver(world, { kind: 'erase', partnerSpace: other });
    expect(keptOf(world, other)).toEqual(nothing);
    expect(keptOf(world)).not.toEqual(nothing);
  });

  const whole = (world: FakeWorld, asked: Date, hooks: Hooks = {}) =>
    deliver(world, erase, asked, createWorker(world, hooks));

  test('that died at any of its calls is done whole by the next delivery', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aWorld();
      fill(world);
      const asked = world.clock.now();
      return {
        work: whole(world, asked, hooks),
        afterwards: async () => {
          world.topic.messages = [];
          await whole(world, asked);
          expect(keptOf(world)).toEqual(nothing);
          expect(world.google.hasLiveToken(usual.email)).toBe(false);
        },
      };
    });
    expect(deaths).toBeGreaterThan(80);
  });

  test('of which any call failed is done whole by the next delivery, for one of two partners on an account', async () => {
    await failingAtEachCall(new Failure('storageUnavailable', 'down'), (hooks) => {
      const world = aWorld();
      fill(world);
      world.connect({ partnerSpace: other });
      const before = keptOf(world, other);
      const asked = world.clock.now();
      return {
        work: whole(world, asked, hooks),
        afterwards: async () => {
          world.topic.messages = [];
          await whole(world, asked);
          expect(keptOf(world)).toEqual(nothing);
          expect(keptOf(world, other)).toEqual(before);
          expect(world.google.hasLiveToken(usual.email)).toBe(true);
        },
      };
    });
  });

  test('that comes twice at once is one', async () => {
    const world = aWorld();
    fill(world);
    const asked = world.clock.now();
    await Promise.all([whole(world, asked), whole(world, asked)]);
    await whole(world, asked);
    expect(keptOf(world)).toEqual(nothing);
  });
});

describe('what comes during an erasure or after it', () => {
  test.each([
    ['before the end', 0],
    ["within a worker's life of it", 300],
    ['afterwards', 4000],
  ])('of a document makes no file and no entry, and is acknowledged: %s', async (_when, seconds) => {
    const world = aWorld();
    const asked = world.clock.now();
    const worker = createWorker(world);
    await worker.push(topics.own, erase, asked).catch(() => {});
    world.clock.advance(seconds);
    if (seconds > workerLifeSeconds) await deliver(world, erase, asked);
    world.addDocument({ releasedAt: world.clock.now() });
    for (const resend of [false, true]) await worker.deliver({ resend });
    await worker.push(topics.deadLetters, approved);
    await deliver(world, erase, asked);
    expect([filesOf(world), entryOf(world)]).toEqual([[], undefined]);
    expect(keptOf(world)).toEqual(nothing);
  });

  test('an entry that a worker of before the end reserves late goes with the others', async () => {
    const world = aWorld();
    const asked = world.clock.now();
    const worker = createWorker(world);
    await worker.push(topics.own, erase, asked).catch(() => {});
    world.clock.advance(workerLifeSeconds - 1);
    const late = reserved(anExport(), undefined, world.clock.now());
    world.database.exports.put(exportId(late), late);
    await deliver(world, erase, asked);
    expect(keptOf(world)).toEqual(nothing);
  });

  test('of Banqup, which still has the extension installed, brings nothing back', async () => {
    const world = aWorld();
    const { company } = anActivation();
    world.extensions.set(partnerSpace, { installed: true, clients: { [clientSpace]: company } });
    const asked = world.clock.now();
    const worker = createWorker(world);
    await worker.push(topics.own, erase, asked).catch(() => {});
    // Its call to switch the client off is longer ago than a comparison minds.
    world.clock.advance(3600);
    const spaceMessage = { category: 'space', type: 'linked', data: { a: partnerSpace, b: clientSpace } };
    async function everyMessage(): Promise<void> {
      await worker.push(topics.banqup, spaceMessage);
      for (const kind of ['compareAll', 'careAll', 'sweep']) await worker.push(topics.own, { kind });
      for (const kind of ['compare', 'care', 'resume']) await worker.push(topics.own, { kind, partnerSpace });
    }
    await everyMessage();
    expect(world.database.activations.all(({ active }) => active)).toEqual([]);
    await deliver(world, erase, asked);
    world.topic.messages = [];
    await everyMessage();
    expect(keptOf(world)).toEqual(nothing);
    expect(world.topic.messages).toEqual([]);
  });

  test('a comparison that has been at it for longer than a worker lives switches nothing on', async () => {
    const world = aWorld();
    const { company } = anActivation();
    world.extensions.set(partnerSpace, { installed: true, clients: { another: company } });
    const slow = createWorker(world, {
      onAnswer: (name) => name === 'extension.state' && world.clock.advance(workerLifeSeconds),
    });
    await expect(slow.compareClients()).rejects.toMatchObject({ code: 'lifeOver' });
    expect(world.database.activations.all(({ active }) => active)).toEqual([]);
  });
});

describe('what is of others, or of nobody in the end', () => {
  test('a message that nobody could read stays where it speaks of a client that another partner has on', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other });
    world.activate({ partnerSpace: other });
    const cut = `{"for": "${partnerSpace}", "data": {"spaceId": "${clientSpace}"`;
    await createWorker(world).push(topics.banqup, new TextEncoder().encode(cut));
    const { log } = await deliver(world);
    expect(world.database.deadLetters.all()).toHaveLength(1);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('stays') }),
    );
  });

  test('a client that is switched on before the first delivery of the command goes with the link', async () => {
    const world = aWorld();
    const asked = world.clock.now();
    world.clock.advance(5);
    world.activate({ clientSpace: other, since: world.clock.now() });
    await deliver(world, erase, asked);
    expect(keptOf(world)).toEqual(nothing);
  });

  test('a client that a comparison would switch on is not, where the link is ended while Banqup is asked', async () => {
    const world = aWorld();
    const { company } = anActivation();
    world.extensions.set(partnerSpace, { installed: true, clients: { [clientSpace]: company, [other]: company } });
    const asked = world.clock.now();
    const slow = createWorker(world, {
      onAnswer: async (name) => {
        if (name !== 'extension.state') return;
        world.clock.advance(20);
        await createWorker(world)
          .push(topics.own, erase, asked)
          .catch(() => {});
      },
    });
    await slow.compareClients();
    await deliver(world, erase, asked);
    expect(keptOf(world)).toEqual(nothing);
  });

  test('a burial that was frozen meanwhile makes no entry', async () => {
    const world = aWorld();
    const asked = world.clock.now();
    let isErased = false;
    const frozen = createWorker(world, {
      onAnswer: async (name) => {
        if (name !== 'exports.read' || isErased) return;
        isErased = true;
        await deliver(world, erase, asked);
      },
    });
    await expect(frozen.push(topics.deadLetters, approved)).rejects.toMatchObject({ code: 'lifeOver' });
    expect(keptOf(world)).toEqual(nothing);
  });
});

describe('a partner that comes back', () => {
  async function comeBack(world: FakeWorld, email: string): Promise<void> {
    world.clock.advance(1);
    const owner = createOwner(world);
    await owner.signIn(email);
    await owner.switchOn();
    world.clock.advance(1);
    world.addDocument({ releasedAt: world.clock.now() });
  }

  test('starts clean, in another account, with what it had exported before exported anew when it is approved anew', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    await deliver(world);
    await comeBack(world, 'jan@x.example');
    await createWorker(world).deliver();
    expect(filesOf(world, 'jan@x.example')).toHaveLength(1);
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world)).toMatchObject({ state: 'done', file: { account: 'account of jan@x.example' } });
  });

  test('is not taken for the old link by an instance that remembers it, whose generations and versions come again', async () => {
    const world = aWorld();
    // The old account's grant lives on for another partner.
    world.connect({ partnerSpace: other });
    const instance = createWorker(world);
    await instance.deliver();
    await deliver(world);
    await comeBack(world, 'jan@x.example');
    const { generation, secretVersion } = world.database.connections.get(partnerSpace)?.value ?? {};
    expect([generation, secretVersion]).toEqual([1, '1']);
    await instance.deliver();
    expect(filesOf(world)).toHaveLength(1);
    expect(filesOf(world, 'jan@x.example')).toHaveLength(1);
  });

  test('is left alone by the old command that comes once more', async () => {
    const world = aWorld();
    const asked = world.clock.now();
    await deliver(world, erase, asked);
    await comeBack(world, usual.email);
    const before = keptOf(world);
    const { log } = await deliver(world, erase, asked);
    expect(keptOf(world)).toEqual(before);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', fields: { partnerSpace, askedAt: asked } })]);
    await createWorker(world).deliver();
    expect(filesOf(world)).toHaveLength(1);
  });

  test('keeps a client that Banqup switches on after the command, before there is a connection', async () => {
    const world = aWorld();
    const asked = world.clock.now();
    await deliver(world, erase, asked);
    world.clock.advance(1);
    await createOwner(world).switchOn();
    await deliver(world, erase, asked);
    expect(keptOf(world)).toMatchObject({ activations: [{ value: { active: true } }], connections: [] });
  });

  test('while it is being erased is left alone, and that is told', async () => {
    const world = aWorld();
    const asked = world.clock.now();
    const worker = createWorker(world);
    await worker.push(topics.own, erase, asked).catch(() => {});
    world.clock.advance(60);
    await comeBack(world, usual.email);
    await deliver(world, erase, asked, worker);
    expect(world.database.connections.get(partnerSpace)?.value.state).toBe('on');
    expect(worker.log.lines.at(-1)).toMatchObject({ level: 'warn', message: expect.stringContaining('not erased') });
    await createWorker(world).deliver();
    expect(filesOf(world)).toHaveLength(1);
  });

  test('while a run is at it keeps the ledger and the folders of its new link, whether or not there was one', async () => {
    for (const isErased of [false, true]) {
      const world = aWorld();
      const asked = world.clock.now();
      if (isErased) await deliver(world, erase, asked);
      else await ended(world, asked);
      const approved = await interrupted(world, asked, 'activations.ofPartner', 'onAnswer', async () => {
        await comeBack(world, usual.email);
        await createWorker(world).deliver();
        return world.clock.now();
      });
      // Pub/Sub delivers the message of the document once more.
      await createWorker(world).deliver({}, approved);
      expect(entryOf(world)?.state).toBe('done');
      expect(filesOf(world)).toHaveLength(1);
      expect(world.database.connections.get(partnerSpace)?.value.state).toBe('on');
    }
  });

  test('while it is being erased has its clients on again at once: Banqup has never switched them off', async () => {
    const world = aWorld();
    const { company } = anActivation();
    world.extensions.set(partnerSpace, { installed: true, clients: { [clientSpace]: company } });
    const asked = world.clock.now();
    const worker = createWorker(world);
    await worker.push(topics.own, erase, asked).catch(() => {});
    world.clock.advance(60);
    await createOwner(world).signIn();
    await worker.compareClients();
    world.clock.advance(60);
    world.addDocument({ releasedAt: world.clock.now() });
    await worker.deliver();
    expect(filesOf(world)).toHaveLength(1);
  });

  test.each([
    ['connections.replace', 'onCall', 'on'],
    ['connections.replace', 'onAnswer', undefined],
    ['tokens.forget', 'onCall', undefined],
    ['tokens.forget', 'onAnswer', undefined],
    ['connections.remove', 'onCall', undefined],
    ['connections.remove', 'onAnswer', 'on'],
  ] as const)(
    'just when its old link is removed has a link that works, or is told to wait: %s, %s',
    async (...given) => {
      const [call, when, state] = given;
      const world = aWorld();
      const asked = world.clock.now();
      await ended(world, asked);
      const outcome = await interrupted(world, asked, call, when, () => {
        world.clock.advance(1);
        return createOwner(world)
          .signIn('jan@x.example')
          .then(() => 'on', asFailure);
      });
      expect(outcome).toEqual(state ?? expect.objectContaining({ code: 'stillDisconnecting' }));
      await createWorker(world).care();
      expect(world.database.connections.get(partnerSpace)?.value.state).toBe(state);
      expect(world.vault.versions(partnerSpace)).toHaveLength(state ? 1 : 0);
    },
  );

  test.each(['jan@x.example', usual.email])(
    'just when a second command, which found no link, removes its secret is asked to sign in once more: as %s',
    async (email) => {
      const world = aWorld();
      const asked = world.clock.now();
      await deliver(world, erase, asked);
      await interrupted(world, asked, 'tokens.forget', 'onCall', () => comeBack(world, 'jan@x.example'));
      await createWorker(world).care();
      expect(world.database.connections.get(partnerSpace)?.value.state).toBe('needsSignIn');
      await createOwner(world).signIn(email);
      await createWorker(world).care();
      expect(world.database.connections.get(partnerSpace)?.value.state).toBe('on');
      expect(world.google.hasLiveToken(email)).toBe(true);
    },
  );

  /** The command has ended the link, and a worker's life is over. */
  async function ended(world: FakeWorld, asked: Date): Promise<void> {
    await createWorker(world)
      .push(topics.own, erase, asked)
      .catch(() => {});
    world.clock.advance(workerLifeSeconds + 1);
  }

  /** The command's deliveries, until it is done; at one of the calls of the last run something else happens. */
  async function interrupted<T>(
    world: FakeWorld,
    asked: Date,
    call: string,
    when: keyof Hooks,
    happens: () => Promise<T>,
  ): Promise<T> {
    const happened: T[] = [];
    const hook = async (name: string) => {
      const isLastRun = call === 'activations.ofPartner' || world.database.activations.all().length === 0;
      if (name === call && isLastRun && happened.length === 0) happened.push(await happens());
    };
    await deliver(world, erase, asked, createWorker(world, { [when]: hook }));
    expect(happened).toHaveLength(1);
    return happened[0] as T;
  }
});
