/**
 * The part of Banqup's API that this project reads: spaces, a partner's clients, documents and files.
 * Documented are the path of the spaces, those of files and documents up to the collection, and the fields of
 * the create calls; the rest is taken by symmetry.
 */
import { type Context, Hono } from 'hono';
import { availableFile, spaceKinds } from './assumed.ts';
import type { Bearer, Identity } from './identity.ts';
import { readInvoiceFacts } from './invoice-facts.ts';
import { notFound, Problem } from './problem.ts';
import type { BanqupDocument, ClientSpace, PartnerSpace, State } from './state.ts';
import type { Storage } from './storage.ts';
import type { Traffic } from './traffic.ts';

interface Parts {
  applicationId: string;
  identity: Identity;
  momentField: boolean;
  state: State;
  storage: Storage;
  traffic: Traffic;
}

const transaction = '/datastore/documents/transaction';
const metadataSchema =
  'https://btx.unifiedpost.com/btx/datastore/document/document_metadata/v1/document-metadata-schema.json';

const partner = ({ id, name }: PartnerSpace) => ({ id, name, ...spaceKinds.partner });
const business = ({ id, name }: ClientSpace) => ({ id, name, ...spaceKinds.business });

function party(given: { name?: string; vatNumber?: string; enterpriseNumber?: string }) {
  const { name, vatNumber, enterpriseNumber } = given;
  const identifiers = {
    ...(vatNumber && { 'be:vat': vatNumber }),
    ...(enterpriseNumber && { 'be:en': enterpriseNumber }),
  };
  return { ...(name && { legalName: name }), globalIdentifiers: identifiers };
}

/** [assumed] `files`, and, where the option asks for them, the moments of approval and sending in `status`. */
function documentAnswer(document: BanqupDocument, momentField: boolean) {
  const { id, spaceId, folder, category, status, approvedAt, sentAt, fileId, filename, bytes } = document;
  const { dueDate, supplier, customer } = readInvoiceFacts(bytes);
  const moments = momentField ? { ...(approvedAt && { approvedAt }), ...(sentAt && { sentAt }) } : {};
  return {
    id,
    spaceId,
    folder,
    category,
    status: { ...status, ...moments },
    metadata: {
      $schema: metadataSchema,
      ...(dueDate && { dueDate }),
      customer: party(customer),
      supplier: party(supplier),
    },
    files: [{ id: fileId, filename, contentType: 'application/xml' }],
  };
}

/** When it was approved or sent, in milliseconds; of one that was not, no number, which no filter finds. */
const momentOf = ({ approvedAt, sentAt }: BanqupDocument) => Date.parse(approvedAt ?? sentAt ?? '');

/** Everything under /entitystore and /datastore; each call needs a bearer token. */
export function apiRoutes({ applicationId, identity, momentField, state, storage, traffic }: Parts): Hono {
  const routes = new Hono();
  const caller = (c: Context): Promise<Bearer> => identity.verifyBearer(c.req.header('Authorization'));

  function userOf(bearer: Bearer & { kind: 'user' }) {
    const user = state.users.get(bearer.userId);
    if (!user) throw new Problem(401, 'UNAUTHORIZED', 'The user of this token does not exist');
    return user;
  }

  /** A space that the caller may not enter answers as one that does not exist. */
  async function enter(c: Context, spaceId: string): Promise<void> {
    const bearer = await caller(c);
    const may = bearer.kind === 'app' ? state.appMayEnter(spaceId) : state.userMayEnter(userOf(bearer), spaceId);
    if (!may) throw notFound(`Space ${spaceId}`);
  }

  /** [assumed] All but `{spaces: [{id, name, type, segment}]}`: which spaces an app or a user sees, and `role`. */
  routes.get('/entitystore/v1/spaces', traffic.on('spaces'), async (c) => {
    const bearer = await caller(c);
    if (bearer.kind === 'app') {
      const partners = [...state.partnerSpaces.values()].filter(({ id }) => state.appSees(id));
      const clients = [...state.clients.values()].filter(({ id }) => state.appMayEnter(id));
      return c.json({ spaces: [...partners.map(partner), ...clients.map(business)] });
    }
    const { memberships } = userOf(bearer);
    const partners = memberships.map(({ partnerSpace, role }) => ({
      ...partner(state.partnerSpace(partnerSpace)),
      role,
    }));
    const clients = memberships.flatMap(({ partnerSpace, role }) =>
      state.clientsOf(partnerSpace).map((client) => ({ ...business(client), role })),
    );
    return c.json({ spaces: [...new Map([...clients, ...partners].map((space) => [space.id, space])).values()] });
  });

  /** [assumed] Path and answer of "Get extensions". */
  routes.get('/entitystore/v1/spaces/:space/extensions', traffic.on('extensions'), async (c) => {
    const bearer = await caller(c);
    const space = c.req.param('space');
    const may =
      bearer.kind === 'app'
        ? state.appSees(space)
        : userOf(bearer).memberships.some(({ partnerSpace }) => partnerSpace === space);
    if (!may) throw notFound(`Space ${space}`);
    return c.json({ extensions: state.installed.has(space) ? [{ applicationId, active: true }] : [] });
  });

  /** [assumed] Path and answer of "Get extension clients", and `globalIdentifiers`, which documents have. */
  routes.get(
    '/entitystore/v1/spaces/:space/extensions/:application/clients',
    traffic.on('extensionClients'),
    async (c) => {
      const bearer = await caller(c);
      const { space, application } = c.req.param();
      const may =
        bearer.kind === 'app'
          ? state.installed.has(space) || state.clientsOf(space).some(({ id }) => state.isActive(space, id))
          : userOf(bearer).memberships.some(({ partnerSpace }) => partnerSpace === space);
      if (!may || application !== applicationId) throw notFound(`Extension ${application} of space ${space}`);
      return c.json({
        clients: state
          .clientsOf(space)
          .filter(({ id }) => state.isActive(space, id))
          .map((client) => ({ ...business(client), ...party(client) })),
      });
    },
  );

  /** [assumed] Filters and paging: `page` from 0, `size` up to 100; `releasedFrom` on, before `releasedUntil`, ISO 8601. */
  routes.get(`${transaction}/v2/spaces/:space/documents`, traffic.on('documents'), async (c) => {
    const spaceId = c.req.param('space');
    await enter(c, spaceId);
    const { folder, status, releasedFrom, releasedUntil } = c.req.query();
    const page = Math.max(0, Number(c.req.query('page') ?? 0) || 0);
    const size = Math.min(100, Math.max(1, Number(c.req.query('size') ?? 20) || 20));
    const found = state
      .documentsOf(spaceId)
      .filter((document) => !folder || document.folder === folder)
      .filter((document) => !status || Object.values(document.status).includes(status))
      .filter((document) => !releasedFrom || momentOf(document) >= Date.parse(releasedFrom))
      .filter((document) => !releasedUntil || momentOf(document) < Date.parse(releasedUntil));
    const documents = found.slice(page * size, (page + 1) * size).map((each) => documentAnswer(each, momentField));
    return c.json({ documents, page, size, total: found.length });
  });

  /** [assumed] Verb and path of one document. */
  routes.get(`${transaction}/v2/spaces/:space/documents/:document`, traffic.on('document'), async (c) => {
    const { space, document: id } = c.req.param();
    await enter(c, space);
    const document = state.document(id);
    if (document.spaceId !== space) throw notFound(`Document ${id}`);
    return c.json(documentAnswer(document, momentField));
  });

  /** [assumed] `downloadUrl`, as the create call answers with `uploadUrl`; the other fields are that call's. */
  routes.get(`${transaction}/v1/spaces/:space/files/:file`, traffic.on('file'), async (c) => {
    const { space, file } = c.req.param();
    await enter(c, space);
    const document = state.documentsOf(space).find(({ fileId }) => fileId === file);
    if (!document) throw notFound(`File ${file}`);
    return c.json({
      id: file,
      filename: document.filename,
      status: availableFile,
      fileSize: document.bytes.byteLength,
      fileType: 'application/xml',
      contentType: 'application/xml',
      downloadUrl: storage.signedAddress(new URL(c.req.url).origin, file),
    });
  });

  return routes;
}
