/**
 * The folders of a partner's Drive: root, company, AP and AR. Each is a record with a reserved Drive id, made parents first;
 * the reserved id is what keeps two workers from making a folder twice (protocol, rule 4).
 */
import type { Connection } from './connection.ts';
import type { Direction } from './direction.ts';

/** Name of the folder that holds every company folder. */
export const rootFolderName = 'Invoice_import';

export type FolderKind = 'root' | 'company' | Direction;

export interface Folder {
  partnerSpace: string;
  /** Google account whose Drive it is in. */
  account: string;
  kind: FolderKind;
  name: string;
  /** Drive's id. */
  id: string;
  state: 'reserved' | 'made';
  /** Of the connection under which it was made, or this id was reserved: another grant may not be shown it. */
  generation: number;
  /** When Drive refused this id for the second time: from then on nobody creates with it. */
  refusedAt?: Date;
  /** When Drive did not show the one before any more, and this one took its place. */
  replacedAt?: Date;
  /** The last one of an earlier generation: whether it is shown tells whether the present grant is shown what was made then. */
  before?: { id: string; generation: number };
}

/** A folder as its owner finds it in Drive. */
export interface SeenFolder {
  link: string;
  /** By itself, or with a folder above it. */
  trashed: boolean;
}

/** Where a folder stands: enough to make it and everything above it. */
export interface FolderPlace {
  partnerSpace: string;
  account: string;
  /** Of the connection at work. */
  generation: number;
  company: { key: string; name: string };
  kind: FolderKind;
}

/** The place of the root folder, which is of no company. */
export function rootPlace({ partnerSpace, account, generation }: Connection): FolderPlace {
  return { partnerSpace, account: account.id, generation, company: { key: '', name: '' }, kind: 'root' };
}

/** The place of a company's AP or AR folder. */
export function leafPlace(connection: Connection, company: FolderPlace['company'], kind: Direction): FolderPlace {
  return { ...rootPlace(connection), company, kind };
}

/** Database id of a folder. */
export function folderId(place: FolderPlace): string {
  const path = [place.partnerSpace, place.account];
  return [...path, ...(place.kind === 'root' ? [] : [place.company.key]), place.kind].join('.');
}

/** Name of a folder in Drive. */
export function folderName(place: FolderPlace): string {
  if (place.kind === 'root') return rootFolderName;
  return place.kind === 'company' ? place.company.name : place.kind;
}

/** The place of the folder above; undefined for the root folder, which lies in My Drive. */
export function placeAbove(place: FolderPlace): FolderPlace | undefined {
  if (place.kind === 'root') return undefined;
  return { ...place, kind: place.kind === 'company' ? 'root' : 'company' };
}

/** The places above it and itself, the highest first. */
export function placesDownTo(place: FolderPlace): FolderPlace[] {
  const above = placeAbove(place);
  return above ? [...placesDownTo(above), place] : [place];
}
