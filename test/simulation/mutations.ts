/**
 * The code with one thing wrong in it: for each rule of the protocol what happens without it, and mistakes that anybody could make.
 * The simulation must find each of them (mutations.test.ts): that is how we know that it looks.
 */

export interface Mutation {
  name: string;
  /** Texts of files that are replaced, each once. */
  changes: { file: string; from: string; to: string }[];
}

const one = (name: string, file: string, from: string, to: string): Mutation => ({
  name,
  changes: [{ file, from, to }],
});

/** Without a rule of the protocol: each of its counterexamples. */
const withoutRules: Mutation[] = [
  one(
    'a delivery, 2: an entry that exists is judged again',
    'functions/export/export-document.ts',
    '!hold.entry() && !isAdmitted(delivery, connection) && !(await hold.find())',
    '!isAdmitted(delivery, connection)',
  ),
  one(
    'rule 1: the key is partner and document alone',
    'functions/domain/export.ts',
    'const parts = [key.partnerSpace, key.clientSpace, key.documentId];',
    'const parts = [key.partnerSpace, key.documentId];',
  ),
  {
    name: 'rule 2: a 409 on an id of another account counts as done',
    changes: [
      {
        file: 'functions/export/export-document.ts',
        from: 'const fileId = entry.fileIds[account];',
        to: 'const fileId = Object.values(entry.fileIds)[0];',
      },
      {
        file: 'functions/export/put-file.ts',
        from: "if (code === 'idUsed') return adopt(delivery, target);",
        to: "if (code === 'idUsed' || code === 'idRefused') { const ubl = await ublOf(banqup, delivery); return mark(delivery, target, { id: fileId, name: nameOf(entry, ubl), folderId: folder.id, md5: ubl.md5, sizeBytes: 0, link: '', trashed: false, trashedItself: false }, ubl); }",
      },
    ],
  },
  one(
    'rule 2: a new id at once where one is refused',
    'functions/export/put-file.ts',
    "if (code !== 'idRefused') throw error;",
    "if (code === 'idRefused') return reserveAgain(delivery, target.connection.account.id, drive);\n      throw error;",
  ),
  one(
    'rule 3: a 409 is not checked',
    'functions/export/put-file.ts',
    'return file.md5 === ubl.md5 ? mark(delivery, target, file, ubl) : update(delivery, target);',
    'return mark(delivery, target, { ...file, md5: ubl.md5 }, ubl);',
  ),
  one(
    'rule 4: a folder is created with an id of its own each time',
    'functions/export/folders.ts',
    'await drive.createFolder({ id, name,',
    'await drive.createFolder({ id: await fileIds.take(place.account, drive), name,',
  ),
  one(
    'rule 4: the folder of a client follows its VAT number',
    'functions/domain/activation.ts',
    'folder: before?.folder ?? companyFolder(',
    'folder: companyFolder(',
  ),
  one(
    'rule 5: an entry is marked with the folder it was meant for, not the one its file lies in',
    'functions/export/put-file.ts',
    'const made = { ...rest, account:',
    'const made = { ...rest, ...(target.folder && { folderId: target.folder.id }), account:',
  ),
  {
    name: "rule 5: times are those of instances' clocks, which may be six minutes behind",
    changes: [
      {
        file: 'functions/export/put-file.ts',
        from: 'return end(hold, (entry) => done(entry, made, facts));',
        to: 'return end(hold, (entry) => ({ ...done(entry, made, facts), doneAt: new Date(now().getTime() - 360_000) }));',
      },
    ],
  },
  one(
    'rule 5: what was exported into another account is looked for in this one',
    'functions/export/rescue.ts',
    'if (!file || file.account !== stored.value.account.id) return false;',
    'if (!file) return false;',
  ),
  {
    name: 'rule 5: files are moved out of the trash instead of exported again',
    changes: [
      {
        file: 'functions/export/rescue.ts',
        from: 'const another = await fileIds.take(file.account, drive);',
        to: "const place = placesDownTo({ partnerSpace: stored.value.partnerSpace, account: file.account, company: (await activations.read(activationId(stored.value.partnerSpace, entry.value.clientSpace)))?.value.folder ?? { key: '', name: '' }, kind: entry.value.direction ?? 'AP' }).at(-1);\n    if (place && seen) {\n      const to = await maker.ensure(drive, place, life);\n      await (drive as never as { moveFile(id: string, to: string): Promise<void> }).moveFile(file.id, to);\n      await exports.replace(entry, { ...entry.value, file: { ...file, folderId: to } });\n      return false;\n    }\n    const another = await fileIds.take(file.account, drive);",
      },
      {
        file: 'test/fakes/drives.ts',
        from: '    file: (id) =>',
        to: "    moveFile: (id: string, to: string) =>\n      authorized('file', [id], (grant) => {\n        const file = visible(grant, id);\n        if (file) files.move(file, to);\n      }),\n\n    file: (id: string) =>",
      },
      {
        file: 'test/fakes/drives.ts',
        from: 'function createFakeDrive(google: FakeGoogle, authorized: Authorized): Drive {',
        to: 'function createFakeDrive(google: FakeGoogle, authorized: Authorized): any {',
      },
    ],
  },
  {
    name: 'rule 5: only what was put in the trash itself is swapped',
    changes: [
      {
        file: 'functions/export/survey.ts',
        from: 'return !folder.trashed && (folder.parentId === undefined || isLive(folder.parentId));',
        to: 'return !folder.trashed;',
      },
      { file: 'test/fakes/drives.ts', from: 'trashed: isTrashed(folder),', to: 'trashed: folder.trashedItself,' },
    ],
  },
  one(
    'rule 6: nothing but a sign-in wakes what is parked',
    'functions/export/sweep.ts',
    "if (due) await publisher.publish({ kind: 'resume', partnerSpace });",
    '',
  ),
  one(
    'rule 6: the sweep looks for some reasons only',
    'functions/export/sweep.ts',
    "if (due) await publisher.publish({ kind: 'resume', partnerSpace });",
    "if (due?.value.reason === 'paceLimited' || due?.value.reason === 'signInNeeded') await publisher.publish({ kind: 'resume', partnerSpace });",
  ),
  one(
    'rule 6: what was rejected is opened by hand, and never due',
    'functions/domain/export.ts',
    "if (entry.state === 'rejected') return dueNow(reopened(entry, now, now), now);",
    "if (entry.state === 'rejected') {\n    const { dueAt: _due, ...open } = reopened(entry, now, now);\n    return open;\n  }",
  ),
  one(
    'rule 6: the oldest of all partners hides the others',
    'functions/export/sweep.ts',
    '(await orNextTime(partnerSpace, () => wake(partnerSpace)))) woken += 1;',
    '(await orNextTime(partnerSpace, () => wake(partnerSpace)))) break;',
  ),
  {
    name: 'rule 8: a claim to update looks like a reservation',
    changes: [
      {
        file: 'functions/export/put-file.ts',
        from: "claimed(entry, now(), 'updating')",
        to: "claimed(entry, now(), 'reserved')",
      },
      {
        file: 'functions/export/resend.ts',
        from: "reopened(seen, wishedAt, now(), 'updating')",
        to: 'reopened(seen, wishedAt, now())',
      },
    ],
  },
  one(
    'rule 9: whoever is refused reports the connection dead, whichever link it is by now',
    'functions/partner/refused.ts',
    'if (!stored || !isSameLink(stored.value, link)) return undefined;',
    'if (!stored) return undefined;',
  ),
  one(
    'rule 9: a sign-in commits whatever has happened since',
    'functions/connect/complete-sign-in.ts',
    'if (!now || !isSameLink(now.value, before.value)) return false;',
    'if (!now) return false;',
  ),
  one(
    'rule 10: a connection that is being ended keeps its own grant alive',
    'functions/partner/grant.ts',
    'isLinked(value)',
    "value.state !== 'off'",
  ),
  one(
    'rule 10: only what is parked is cancelled',
    'functions/partner/disconnect.ts',
    'value.releasedAt <= until',
    "value.releasedAt <= until && value.state === 'parked'",
  ),
  one(
    'rule 11: switching on what is on begins anew',
    'functions/partner/switch-client.ts',
    'const stored = before?.value.active ? before : await write(id, before, client);',
    'const stored = await write(id, before, client);',
  ),
];

/** Mistakes that anybody could make. */
const mistakes: Mutation[] = [
  {
    name: 'the ledger is written only once the file is there',
    changes: [
      {
        file: 'functions/export/hold.ts',
        from: 'const created = await exports.create(id, entry);\n      seen = created ?? (await exports.read(id));\n      ownVersion = created?.version;',
        to: "seen = { id, value: entry, version: '' };\n      ownVersion = '';",
      },
      {
        file: 'functions/export/hold.ts',
        from: 'const written = await exports.replace(seen, change(seen.value));',
        to: "const written = seen.version === '' ? await exports.create(id, change(seen.value)) : await exports.replace(seen, change(seen.value));",
      },
    ],
  },
  one(
    'a 409 is an error',
    'functions/export/put-file.ts',
    "if (code === 'idUsed') return adopt(delivery, target);",
    '',
  ),
  one(
    "the winner's id is not read",
    'functions/export/hold.ts',
    'seen = created ?? (await exports.read(id));',
    'const winner = created ?? (await exports.read(id));\n      seen = winner && { ...winner, value: { ...winner.value, fileIds: entry.fileIds } };',
  ),
  one(
    'a message is acknowledged before the ledger is written',
    'functions/export/deliver-document.ts',
    'const outcome = await exportDocument({ activation, document, releasedAt, resend, life });',
    "const outcome = 'begun';\n        exportDocument({ activation, document, releasedAt, resend, life }).catch(() => {});",
  ),
  one(
    'who loses a compare-and-set writes all the same',
    'functions/export/hold.ts',
    'return written !== undefined;\n    },\n  };',
    'if (!written && seen) seen = await exports.replace(seen, change(seen.value));\n      return seen !== undefined;\n    },\n  };',
  ),
  one(
    'nobody looks again before the create',
    'functions/export/export-document.ts',
    'if (!isStillOn(connection, fresh?.value)) {',
    'if (false) {',
  ),
  one(
    'what is parked is never due',
    'functions/domain/export.ts',
    'dueAt: secondsAfter(now, waitSecondsOf(failure, { attemptsBefore: isUnknown ? attempts : 0, ageSeconds })),',
    '',
  ),
  one(
    'what nobody understands is swallowed',
    'functions/export/deliver-document.ts',
    'if (failures[0]) throw failures[0];',
    '',
  ),
  one(
    'what is given up is forgotten',
    'functions/export/deliver.ts',
    "await deadLetters.bury(message, publishedAt, new Failure('unexpected', 'its message was given up'), life);",
    '',
  ),
  one(
    'off is said at once',
    'functions/partner/disconnect.ts',
    'const isOver = isRevoked || hasLived(disconnectingAt, now());',
    'const isOver = true;',
  ),
  one(
    'a wish is forgotten where somebody is at work',
    'functions/export/resend.ts',
    "return (await hold.write((seen) => wished(seen, wishedAt))) ? entry.state : 'again';",
    'return entry.state;',
  ),
  one(
    'a folder that is gone is never replaced',
    'functions/export/folders.ts',
    "if (folder?.value.state !== 'made' || folder.value.id !== deadId) return;",
    'return;',
  ),
  one(
    'a worker never stops',
    'functions/domain/life.ts',
    'if (now > life.endsAt) throw',
    'if (now > new Date(8.64e15)) throw',
  ),
  one(
    'a dead token is not told to its owner',
    'functions/partner/refused.ts',
    'const refused = await connections.replace(stored, tokenRefused(stored.value));',
    'const refused = stored;',
  ),
  one(
    'a sweep ends whatever it meets in place of what it saw',
    'functions/partner/disconnect.ts',
    'if (seen && !isSameLink(stored.value, seen)) return undefined;',
    '',
  ),
  one('who is erased leaves its token behind', 'functions/partner/erase.ts', 'await tokens.forget(partnerSpace);', ''),
  one(
    'care does not wait for what has just happened',
    'functions/export/rescue.ts',
    'const settlingSeconds = 5 * 60;',
    'const settlingSeconds = 0;',
  ),
  one(
    'a message that cannot be read is dropped',
    'functions/export/deliver.ts',
    'await deadLetters.keep(push, failure);',
    '',
  ),
];

export const mutations: Mutation[] = [...withoutRules, ...mistakes];
