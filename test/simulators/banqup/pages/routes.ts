/**
 * The pages as one set of routes, and the door to them: who is signed in, and whether the space is theirs.
 */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Html } from '../../common-pages.ts';
import type { ActivationCalls } from '../activation-calls.ts';
import type { Documents } from '../documents.ts';
import type { Bell } from '../notices.ts';
import { notFound } from '../problem.ts';
import type { Sessions } from '../sessions.ts';
import type { PartnerSpace, Role, State, User } from '../state.ts';
import { businessSpacePages } from './business-space.ts';
import { clientPages } from './clients.ts';
import { page } from './layout.ts';
import { loginPage } from './login.ts';
import { bellLink, launcher, partnerSpacePages } from './partner-space.ts';

export interface PageParts {
  activationCalls: ActivationCalls;
  bell: Bell;
  appUrl: () => string;
  /** The simulated Drive as a browser sees it. */
  driveUrl: string | undefined;
  documents: Documents;
  samplesDir: string | undefined;
  sessions: Sessions;
  state: State;
}

/** What the pages of one space need to know of the visitor. */
export interface Visit {
  user: User;
  partner: PartnerSpace;
  role: Role;
}

export type Door = ReturnType<typeof createDoor>;

function createDoor({ appUrl, bell, driveUrl, sessions, state }: PageParts) {
  function user(c: Context): User {
    const found = sessions.user(c);
    // The guard below has let only signed-in visitors through.
    if (!found) throw notFound('A signed-in user');
    return found;
  }

  function visit(c: Context, partnerSpace: string): Visit {
    const found = user(c);
    const membership = found.memberships.find((each) => each.partnerSpace === partnerSpace);
    if (!membership) throw notFound(`Partner space ${partnerSpace} of ${found.name}`);
    return { user: found, partner: state.partnerSpace(partnerSpace), role: membership.role };
  }

  return {
    visit,

    /** The visit to a client's Business Space, through the first of the user's partners that has this client. */
    visitClient(c: Context, clientSpace: string): Visit {
      const { partnerSpaces } = state.client(clientSpace);
      const membership = user(c).memberships.find(({ partnerSpace }) => partnerSpaces.includes(partnerSpace));
      if (!membership) throw notFound(`Client space ${clientSpace} of ${user(c).name}`);
      return visit(c, membership.partnerSpace);
    },

    show(c: Context, { user, partner }: Visit, content: { title: string; hint?: Html; body: Html }) {
      const installed = state.installed.has(partner.id);
      return c.html(
        page({
          ...content,
          user,
          driveUrl,
          notice: sessions.takeNotice(c),
          launcher: launcher(partner, installed, appUrl()),
          bell: bellLink(partner, bell.of(partner.id).length),
        }),
      );
    },
  };
}

/** Only a path of this server's, never another host. */
const safePath = (next: unknown) => (typeof next === 'string' && /^\/[\w-]/.test(next) ? next : '/');

/** Every page, behind the choice of a user. */
export function pageRoutes(parts: PageParts): Hono {
  const { sessions, state } = parts;
  const routes = new Hono();
  const door = createDoor(parts);

  routes.get('/', (c) => {
    const user = sessions.user(c);
    const next = safePath(c.req.query('next'));
    if (!user) {
      return c.html(
        loginPage({ users: [...state.users.values()], action: '/session', carry: { next }, cancel: false }),
      );
    }
    const [first, ...others] = user.memberships;
    if (first && others.length === 0) return c.redirect(`/partner-spaces/${first.partnerSpace}`);
    const spaces = user.memberships.map(
      ({ partnerSpace: id }) => html`<li><a href="/partner-spaces/${id}">${state.partnerSpace(id).name}</a></li>`,
    );
    return c.html(page({ title: 'Jouw Partner Spaces', user, body: html`<ul>${spaces}</ul>` }));
  });

  routes.post('/session', async (c) => {
    const form = await c.req.parseBody();
    const user = state.users.get(String(form['user']));
    if (!user) throw notFound('That user');
    sessions.start(c, user);
    return c.redirect(safePath(form['next']), 303);
  });

  routes.post('/session/end', (c) => {
    sessions.end(c);
    return c.redirect('/', 303);
  });

  for (const path of ['/partner-spaces/*', '/business-spaces/*']) {
    routes.use(path, async (c, next) => {
      if (sessions.user(c)) return next();
      return c.redirect(c.req.method === 'GET' ? `/?${new URLSearchParams({ next: c.req.path })}` : '/', 303);
    });
  }
  routes.route('/', partnerSpacePages(parts, door));
  routes.route('/', clientPages(parts, door));
  routes.route('/', businessSpacePages(parts, door));
  return routes;
}
