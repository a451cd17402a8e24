/** What metrics, alerts and the dashboard are made of: lines of the log that say how exports end (infra/metrics.tf). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import { createOwner } from './owner.ts';
import { aWorld } from './seen.ts';
import { createWorker, type Worker } from './worker.ts';

const root = join(import.meta.dirname, '../..');
const { partnerSpace, clientSpace, documentId } = usual;

const lines = ({ log }: Worker, message: string) =>
  log.lines.filter((line) => line.message === message).map(({ fields }) => fields);

describe('an export that has come to rest', () => {
  test('says how, and how long after its release', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    world.addDocument({ releasedAt: world.clock.now() });
    world.clock.advance(42);
    await worker.deliver();
    expect(lines(worker, 'export came to rest')).toMatchObject([
      { partnerSpace, clientSpace, documentId, state: 'done', secondsSinceRelease: 42 },
    ]);
  });

  test('says so once, however often its message comes', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.deliver();
    await worker.deliver();
    expect(lines(worker, 'export came to rest')).toHaveLength(1);
  });

  test('says what it has waited for, so that its owner’s holiday does not count as our slowness', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    const worker = createWorker(world);
    await worker.deliver();
    world.clock.advance(3 * 24 * 3600);
    await createOwner(world).signIn();
    await worker.resume();
    expect(lines(worker, 'export came to rest')).toMatchObject([
      { state: 'parked', reason: 'signInNeeded' },
      { state: 'done', waitedFor: 'signInNeeded' },
    ]);
  });
});

test('what Google refuses is in the log, by what it means to us, also where it is mended', async () => {
  const world = aWorld();
  world.addFault({ on: 'drive.createFile', failure: new Failure('idRefused', 'as the test wants it') });
  const worker = createWorker(world);
  await worker.deliver();
  expect(lines(worker, 'Google refused')).toEqual([{ partnerSpace, call: 'createFile', failure: 'idRefused' }]);
});

test('what Google has not been asked is not among its refusals', async () => {
  const world = aWorld();
  world.addFault({ on: 'drive.createFile', failure: new Failure('connectionChanged', 'as the test wants it') });
  const worker = createWorker(world);
  await worker.deliver();
  expect(lines(worker, 'Google refused')).toEqual([]);
  expect(lines(worker, 'export came to rest')).toHaveLength(1);
});

describe('infra/metrics.tf', () => {
  const metrics = readFileSync(join(root, 'infra/metrics.tf'), 'utf8');
  const sources = readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, 'functions', path), 'utf8'))
    .join('\n');
  const named = [...metrics.matchAll(/jsonPayload\.message=\\"([^"\\]+)\\"/g)].map(([, message = '']) => message);

  test.each([...new Set(named)])('counts “%s”, which a function logs', (message) => {
    expect(sources).toMatch(new RegExp(`log\\.\\w+\\(\\s*'${message}'`));
  });

  test('and its alerts have each a row on the operating page, and no row is of an alert that there is not', () => {
    const alerts = [...readFileSync(join(root, 'infra/alerts.tf'), 'utf8').matchAll(/^ {4}([a-z-]+) = \{$/gm)];
    const page = readFileSync(join(root, 'infra/operating.md'), 'utf8');
    const table = page.slice(page.indexOf('| alert | means | do |'), page.indexOf('## Sending dead letters again'));
    const rows = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)];
    expect(alerts.length).toBeGreaterThan(5);
    expect(rows.map(([, key]) => key).sort()).toEqual(alerts.map(([, key]) => key).sort());
  });

  test('names the functions as they are deployed', () => {
    const deployed = [
      ...readFileSync(join(root, 'infra/functions.tf'), 'utf8').matchAll(/^ {2}name {8}= "([\w-]+)"/gm),
    ];
    expect(metrics).toContain(`^(${deployed.map(([, name]) => name).join('|')})$`);
  });
});
