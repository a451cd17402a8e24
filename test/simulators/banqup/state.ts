/**
 * What this Banqup holds: spaces, users, documents, and where the extension is installed and switched on.
 * Lookups throw a 404 for what does not exist; who may see what is asked here and nowhere else.
 */
import { randomUUID } from 'node:crypto';
import { notFound } from './problem.ts';

export type Role = 'ADMINISTRATOR' | 'CLIENT_MANAGER' | 'ACCOUNTANT';
export type Folder = 'PURCHASES' | 'SALES';

export interface PartnerSpace {
  id: string;
  name: string;
  /** `nl-BE` when left out. */
  locale?: string;
}

export interface ClientSpace {
  id: string;
  name: string;
  vatNumber?: string;
  enterpriseNumber?: string;
  /** The partner spaces that this company is a client of. */
  partnerSpaces: string[];
}

export interface User {
  id: string;
  name: string;
  email: string;
  memberships: { partnerSpace: string; role: Role }[];
}

export interface DocumentStatus {
  pay: string;
  delivery: string;
  document: string;
}

export interface BanqupDocument {
  id: string;
  spaceId: string;
  folder: Folder;
  category: string;
  status: DocumentStatus;
  approvedAt?: string;
  sentAt?: string;
  fileId: string;
  filename: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Seed {
  partnerSpaces: PartnerSpace[];
  clients: ClientSpace[];
  users: User[];
}

export type State = ReturnType<typeof createState>;

/** The records of one simulator, filled with a copy of the seed. */
export function createState(seed: Seed) {
  const copy = structuredClone(seed);
  const partnerSpaces = new Map(copy.partnerSpaces.map((space) => [space.id, space]));
  const clients = new Map(copy.clients.map((client) => [client.id, client]));
  const users = new Map(copy.users.map((user) => [user.id, user]));
  const documents = new Map<string, BanqupDocument>();
  const installed = new Set<string>();
  const shown = new Set<string>();
  const active = new Set<string>();
  const pair = (partnerSpace: string, clientSpace: string) => `${partnerSpace}.${clientSpace}`;

  function partnerSpace(id: string): PartnerSpace {
    const found = partnerSpaces.get(id);
    if (!found) throw notFound(`Partner space ${id}`);
    return found;
  }

  function client(id: string): ClientSpace {
    const found = clients.get(id);
    if (!found) throw notFound(`Client space ${id}`);
    return found;
  }

  function document(id: string): BanqupDocument {
    const found = documents.get(id);
    if (!found) throw notFound(`Document ${id}`);
    return found;
  }

  return {
    partnerSpaces,
    clients,
    users,
    documents,
    installed,
    partnerSpace,
    client,
    document,

    /** A client space as a client of this partner; 404 where the two are not linked. */
    clientOf(partner: string, id: string): ClientSpace {
      const found = client(id);
      if (!found.partnerSpaces.includes(partner)) throw notFound(`Client space ${id} of partner space ${partner}`);
      return found;
    },

    clientsOf(partner: string): ClientSpace[] {
      return [...clients.values()].filter((client) => client.partnerSpaces.includes(partner));
    },

    documentsOf(clientSpace: string): BanqupDocument[] {
      return [...documents.values()].filter((document) => document.spaceId === clientSpace);
    },

    install(partner: string): void {
      installed.add(partnerSpace(partner).id);
      shown.add(partner);
    },

    /** The extension is gone, and with it its clients. What the app saw of the partner it goes on seeing. */
    uninstall(partner: string): void {
      installed.delete(partnerSpace(partner).id);
      for (const { id } of this.clientsOf(partner)) active.delete(pair(partner, id));
    },

    /** The app's access to the partner space is taken away: it is shown nothing of it, and no error (contract, 3.2). */
    hide(partner: string): void {
      shown.delete(partnerSpace(partner).id);
    },

    appSees: (partner: string) => shown.has(partner),

    isActive: (partner: string, clientSpace: string) => active.has(pair(partner, clientSpace)),

    setActive(partner: string, clientSpace: string, on: boolean): void {
      if (on) active.add(pair(partner, clientSpace));
      else active.delete(pair(partner, clientSpace));
    },

    /** [assumed] An app may enter a client space where one of the client's partners has switched it on. */
    appMayEnter: (clientSpace: string) =>
      clients.get(clientSpace)?.partnerSpaces.some((partner) => active.has(pair(partner, clientSpace))) ?? false,

    /** A user may enter the spaces of the clients of a partner space that the user belongs to. */
    userMayEnter: (user: User, clientSpace: string) =>
      user.memberships.some(({ partnerSpace }) => clients.get(clientSpace)?.partnerSpaces.includes(partnerSpace)),

    addPartnerSpace({ id = randomUUID(), name }: { id?: string | undefined; name: string }): string {
      partnerSpaces.set(id, { id, name });
      return id;
    },

    addClient({ id = randomUUID(), ...given }: Omit<ClientSpace, 'id'> & { id?: string | undefined }): string {
      for (const partner of given.partnerSpaces) partnerSpace(partner);
      clients.set(id, { ...structuredClone(given), id });
      return id;
    },

    addUser({ id = randomUUID(), ...given }: Omit<User, 'id'> & { id?: string | undefined }): string {
      for (const membership of given.memberships) partnerSpace(membership.partnerSpace);
      users.set(id, { ...structuredClone(given), id });
      return id;
    },

    unlink(partner: string, clientSpace: string): void {
      const found = client(clientSpace);
      found.partnerSpaces = found.partnerSpaces.filter((id) => id !== partner);
      active.delete(pair(partner, clientSpace));
    },

    link(partner: string, clientSpace: string): void {
      partnerSpace(partner);
      const { partnerSpaces: partners } = client(clientSpace);
      if (!partners.includes(partner)) partners.push(partner);
    },
  };
}
