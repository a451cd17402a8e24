/** What is read out of a message of Banqup's: the two ids, wherever they stand, and nothing of what is not for us. */
import { describe, expect, test } from '@jest/globals';
import { createMessageReader } from '../../functions/banqup/messages.ts';
import { usual } from '../builders.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const { clientSpace, documentId } = usual;
const ids = { clientSpace, documentId };
const channel = `${clientSpace}/${documentId}`;
const ours = { category: 'document', type: 'approved' };
const inData = { spaceId: clientSpace, documentId };

const rules = { category: 'document', resendTypes: ['resend'], spaceCategory: 'space' };
const read = createMessageReader(rules);
const readSome = createMessageReader({ ...rules, types: ['approved', 'sent'], spaceTypes: ['clientRemoved'] });
const document = { kind: 'document', ...ids, resend: false };

function refusal(message: unknown): unknown {
  try {
    return read(message);
  } catch (error) {
    return error;
  }
}

describe('a message of our category', () => {
  test.each<[string, object]>([
    ['in data', { data: inData }],
    ['in the channel', { channel }],
    ['in the resource and the channel', { resourceId: clientSpace, channel }],
    ['in the resource and data', { resourceId: clientSpace, data: { documentId } }],
    ['in the channel, where data is null', { channel, data: null }],
    ['in the resource and the channel, where data is null', { resourceId: clientSpace, channel, data: null }],
    ['in the channel, where the rest is null', { channel, resourceId: null, data: null }],
    ['in the channel, where data has nulls', { channel, data: { spaceId: null, documentId: null } }],
    ['in data, where the rest is null', { data: inData, resourceId: null, channel: null }],
    ['in data, with a resource of another kind', { data: inData, resourceId: 'payment-123', channel: 'all' }],
    ['in the channel, where the resource is of another kind', { resourceId: 'payment-123', channel }],
    ['in data, without a type', { data: inData, type: null }],
    ['in data, among fields that nobody knows', { data: { ...inData, more: [1] }, id: 7, time: null }],
  ])('says which document: %s', (_where, fields) => {
    expect(read({ ...ours, ...fields })).toEqual(document);
  });

  test.each<[string, object]>([
    ['data', { data: { spaceId: clientSpace.toUpperCase(), documentId: documentId.toUpperCase() } }],
    ['the channel', { channel: channel.toUpperCase() }],
    ['the resource', { resourceId: clientSpace.toUpperCase(), data: { documentId: documentId.toUpperCase() } }],
  ])('says the same one when its ids are in upper case: in %s', (_where, fields) => {
    expect(read({ ...ours, ...fields })).toEqual(document);
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['nulls only', { resourceId: null, channel: null, data: null }],
    ['a space and no document', { data: { spaceId: clientSpace } }],
    ['a document and no space', { data: { documentId } }],
    ['ids that are none', { data: { spaceId: 'payment-123', documentId: '7' } }],
    ['a channel of one part', { channel: clientSpace }],
    ['ids that are no text', { data: { spaceId: 1, documentId: 2 } }],
    ['ids that lead elsewhere', { channel: `../${clientSpace}/${documentId}` }],
    ['data that is a list', { data: [] }],
  ])('that holds %s is refused', (_what, fields) => {
    expect(refusal({ ...ours, ...(fields as object) })).toMatchObject({ code: 'badRequest' });
  });

  test('is for us only where its type is one of ours', () => {
    expect(readSome({ ...ours, data: inData })).toEqual(document);
    expect(readSome({ ...ours, type: 'created', data: inData })).toBeUndefined();
    expect(readSome({ ...ours, type: 'created', data: [], resourceId: 'payment-123' })).toBeUndefined();
  });
});

describe('a message of a re-send', () => {
  test('is told apart by its type alone', () => {
    expect(read({ ...ours, type: 'resend', data: inData })).toEqual({ ...document, resend: true });
    expect(read({ ...ours, type: 'resent', data: { ...inData, resend: true } })).toEqual(document);
  });

  test('is for us also where only some types are', () => {
    expect(readSome({ ...ours, type: 'resend', data: inData })).toEqual({ ...document, resend: true });
  });
});

describe('a message of spaces', () => {
  const partner = usual.partnerSpace;
  const removed = { category: 'space', type: 'clientRemoved' };

  test.each<[string, object]>([
    ['data, under any name', { data: { partnerSpaceId: partner, whatever: clientSpace, count: 2, deep: { id: 'x' } } }],
    ['the channel', { channel: `${partner}/${clientSpace}` }],
    ['the resource and data', { resourceId: partner, data: { clientId: clientSpace } }],
    ['upper case', { resourceId: partner.toUpperCase(), data: { clientId: clientSpace.toUpperCase() } }],
    ['two places the same', { resourceId: partner, channel: `${partner}/${clientSpace}`, data: { id: clientSpace } }],
  ])('names every space that it holds: in %s', (_where, fields) => {
    expect(read({ ...removed, ...fields })).toEqual({ kind: 'space', spaces: [partner, clientSpace] });
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['no ids', { resourceId: 'payment-123', data: { id: 7 } }],
    ['data that is a list', { data: [partner] }],
  ])('that holds %s is refused', (_what, fields) => {
    expect(refusal({ ...removed, ...fields })).toMatchObject({ code: 'badRequest' });
  });

  test('names ten spaces at most', () => {
    const data = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [index, crypto.randomUUID()]));
    expect(read({ ...removed, data })).toEqual({ kind: 'space', spaces: Object.values(data).slice(0, 10) });
  });

  test('is for us only where its type is one of ours', () => {
    expect(readSome({ ...removed, resourceId: partner })).toEqual({ kind: 'space', spaces: [partner] });
    expect(readSome({ ...removed, type: 'renamed', resourceId: partner })).toBeUndefined();
  });
});

describe('a message of another category', () => {
  test.each<[string, object]>([
    ['a resource that is no UUID', { resourceId: 'payment-123' }],
    ['a resource that is a number', { resourceId: 123 }],
    ['data that is null', { data: null }],
    ['data that is a list', { data: [] }],
    ['data that is text', { data: 'paid' }],
    ['ids that are none', { data: { spaceId: 'x', documentId: 7 } }],
    ['a channel that is an object', { channel: {} }],
    ['nothing else', {}],
  ])('may look as it likes, and is not for us: %s', (_what, fields) => {
    expect(read({ category: 'payment', type: 'created', ...fields })).toBeUndefined();
  });
});

test.each([
  ['null', null],
  ['a list', []],
  ['text', 'approved'],
  ['no category', { type: 'approved', data: inData }],
])('what is no message of Banqup is refused: %s', (_what, message) => {
  expect(refusal(message)).toMatchObject({ code: 'badRequest' });
});

test('a document whose ids come in every spelling is one entry and one file', async () => {
  const world = aWorld();
  const mixed = { spaceId: clientSpace.replace('c', 'C'), documentId: documentId.toUpperCase() };
  for (const data of [mixed, inData, { spaceId: clientSpace.toUpperCase(), documentId }]) {
    const message = read({ ...ours, data });
    if (message?.kind === 'document') await createWorker(world).deliver(message);
  }
  expect(world.database.exports.all()).toHaveLength(1);
  expect(entryOf(world)).toMatchObject({ ...ids, state: 'done' });
  expect(filesOf(world)).toHaveLength(1);
});
