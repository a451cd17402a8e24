/**
 * What a test or the smoke run does to this Banqup from behind: make spaces and documents, act on them,
 * switch clients on and off, spoil calls. The same as HTTP is in control-routes.ts.
 */
import { randomUUID } from 'node:crypto';
import type { ActivationCalls, ActivationOutcome } from './activation-calls.ts';
import { defaultEventTypes } from './assumed.ts';
import type { DocumentMessage, Documents, NewDocument } from './documents.ts';
import type { ActivationClaims, Identity } from './identity.ts';
import type { Bell, ReceivedNotice } from './notices.ts';
import type { ClientSpace, PartnerSpace, State, User } from './state.ts';
import type { Fault, Operation, Traffic } from './traffic.ts';

type WithOptionalId<T extends { id: string }> = Omit<T, 'id'> & { id?: string | undefined };

/** Every method that names something which does not exist throws a Problem with status 404. */
export interface Control {
  createPartnerSpace(space: WithOptionalId<PartnerSpace>): string;
  createClient(client: WithOptionalId<ClientSpace>): string;
  createUser(user: WithOptionalId<User>): string;
  linkClient(partnerSpace: string, clientSpace: string): void;
  /** Marks the extension as installed, without the browser. */
  install(partnerSpace: string): void;
  /** Takes the extension out of the partner space, with a message of category `space` and no call. */
  uninstall(partnerSpace: string): Promise<SpaceMessage>;
  /** Takes away the app's access to the partner space. */
  hide(partnerSpace: string): void;
  /** What a configuration template does: a client is switched on, with no call; the message may be lost too. */
  activateByTemplate(partnerSpace: string, clientSpace: string, told?: { message: boolean }): Promise<void>;
  /** The client has another accountant now: with a message and no call. */
  removeClient(partnerSpace: string, clientSpace: string): Promise<SpaceMessage>;
  addDocument(document: NewDocument): { documentId: string; fileId: string };
  approve(documentId: string, by?: string): Promise<DocumentMessage>;
  refuse(documentId: string): void;
  send(documentId: string, by?: string): Promise<DocumentMessage>;
  /** Approved (a purchase) or sent (a sale), now or then, and its message is lost. */
  releaseUntold(documentId: string, at?: Date): void;
  resend(documentId: string, by?: string): Promise<DocumentMessage>;
  replaceDocument(documentId: string, ubl: Uint8Array | string): void;
  deleteDocument(documentId: string): void;
  /** Publishes any object, as it is. */
  publishMessage(message: object): Promise<void>;
  activate(partnerSpace: string, clientSpace: string): Promise<ActivationOutcome>;
  deactivate(partnerSpace: string, clientSpace: string): Promise<ActivationOutcome>;
  /** Our notices to this partner, in the order in which they came. */
  notices(partnerSpace: string): ReceivedNotice[];
  /** In which language Banqup speaks to this partner: `nl-BE` until this is called. */
  setLocale(partnerSpace: string, locale: string): void;
  /** How often each operation was called; one that was not is absent. */
  calls(): Partial<Record<Operation, number>>;
  resetCalls(): void;
  addFault(fault: Fault): void;
  /** Lets go what is held, too. */
  clearFaults(): Promise<void>;
  /** The operations of the calls that are being held. */
  held(): string[];
  /** Lets them go on. */
  letGo(): Promise<void>;
  /** A token as Banqup's calls to the app carry, with anything about it changed. */
  mintToken(claims: ActivationClaims): Promise<string>;
  /** Everything there is, but for the bytes of documents. */
  snapshot(): Snapshot;
}

export type Snapshot = ReturnType<typeof takeSnapshot>;

interface Parts {
  activationCalls: ActivationCalls;
  bell: Bell;
  documents: Documents;
  identity: Identity;
  publish: (message: object) => Promise<void>;
  state: State;
  traffic: Traffic;
}

function takeSnapshot(state: State) {
  const partnerSpaces = [...state.partnerSpaces.values()].map((space) => ({
    ...space,
    installed: state.installed.has(space.id),
    activeClients: state.clientsOf(space.id).flatMap(({ id }) => (state.isActive(space.id, id) ? [id] : [])),
  }));
  const documents = [...state.documents.values()].map(({ bytes, ...rest }) => ({ ...rest, size: bytes.byteLength }));
  return structuredClone({
    partnerSpaces,
    clients: [...state.clients.values()],
    users: [...state.users.values()],
    documents,
  });
}

/** [assumed] Everything of it but the category. */
export interface SpaceMessage {
  id: string;
  category: 'space';
  type: string;
  resourceId: string;
  data: Record<string, string>;
}

/** Binds the control functions to one simulator. */
export function createControl({ activationCalls, bell, documents, identity, publish, state, traffic }: Parts): Control {
  async function tellOfSpaces(partnerSpace: string, type: string, data: Record<string, string>): Promise<SpaceMessage> {
    const message: SpaceMessage = { id: randomUUID(), category: 'space', type, resourceId: partnerSpace, data };
    await publish(message);
    return message;
  }

  return {
    createPartnerSpace: state.addPartnerSpace,
    createClient: state.addClient,
    createUser: state.addUser,
    linkClient: state.link,
    install: (partnerSpace) => state.install(partnerSpace),
    uninstall(partnerSpace) {
      state.uninstall(partnerSpace);
      return tellOfSpaces(partnerSpace, defaultEventTypes.extensionRemoved, {});
    },
    hide: (partnerSpace) => state.hide(partnerSpace),
    async activateByTemplate(partnerSpace, clientSpace, { message } = { message: true }) {
      state.setActive(partnerSpace, state.clientOf(partnerSpace, clientSpace).id, true);
      if (message) await tellOfSpaces(partnerSpace, defaultEventTypes.clientAdded, { clientSpaceId: clientSpace });
    },
    removeClient(partnerSpace, clientSpace) {
      state.unlink(partnerSpace, clientSpace);
      return tellOfSpaces(partnerSpace, defaultEventTypes.clientRemoved, { clientSpaceId: clientSpace });
    },
    addDocument: documents.add,
    approve: documents.approve,
    refuse: documents.refuse,
    send: documents.send,
    releaseUntold: documents.releaseUntold,
    resend: documents.resend,
    replaceDocument: documents.replace,
    deleteDocument: documents.remove,
    publishMessage: publish,
    activate: activationCalls.activate,
    deactivate: activationCalls.deactivate,
    notices: bell.of,
    setLocale(partnerSpace, locale) {
      state.partnerSpace(partnerSpace).locale = locale;
    },
    calls: traffic.calls,
    resetCalls: traffic.resetCalls,
    addFault: traffic.addFault,
    clearFaults: traffic.clearFaults,
    held: traffic.held,
    letGo: traffic.letGo,
    mintToken: identity.signActivationToken,
    snapshot: () => takeSnapshot(state),
  };
}
