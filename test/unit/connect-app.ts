/** The HTTP function on a fake world, wired as compose.ts does, and browsers that visit it: with cookies, without scripts. */
import { createMessageReader, createMessageWriter } from '../../functions/banqup/messages.ts';
import { createApp } from '../../functions/connect/app.ts';
import { createBrowser } from '../../functions/connect/browser.ts';
import { createCompleteSignIn } from '../../functions/connect/complete-sign-in.ts';
import { createSignInVisits } from '../../functions/connect/sign-in-visits.ts';
import type { VisibleSpace } from '../../functions/domain/ports.ts';
import { createAskCheck } from '../../functions/partner/ask-check.ts';
import { createDisconnect } from '../../functions/partner/disconnect.ts';
import { createLetGrantGo } from '../../functions/partner/grant.ts';
import { createLookAtGoogle } from '../../functions/partner/look-at-google.ts';
import { createSwitchClient } from '../../functions/partner/switch-client.ts';
import { createTryAgain } from '../../functions/partner/try-again.ts';
import { usual } from '../builders.ts';
import { createFakeLog, type LogLine } from '../fakes/log.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';

export const publicUrl = 'https://drive.example';
export const listenerKey = 'a-key-for-the-listener-0123456789';
const messageRules = { category: 'document', types: ['approved'], resendTypes: ['resend'], spaceCategory: 'space' };
export const usualSpace = { id: usual.partnerSpace, name: 'Fiduciaire Claes', role: 'ADMINISTRATOR' };

/** Who runs this. */
export const operator = { name: 'Uitbater & Co', email: 'help@operator.example' };

/** A page or an answer, read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Where it sends the browser; empty when it does not. */
  location: string;
}

export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form as a browser does from a page of ours, unless other headers are given. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** Comes from Banqup, logs in there as somebody who sees these spaces, and comes back. */
  logIn(spaces?: VisibleSpace[], partnerSpace?: string): Promise<Answer>;
  /** The token in the forms of a page. */
  formToken(path?: string): Promise<string>;
  /** Presses the button to Google; the address of its page. */
  toGoogle(): Promise<URL>;
  /** All of it: agrees at Google and comes back. */
  signIn(email?: string): Promise<Answer>;
}

export interface ConnectApp {
  world: FakeWorld;
  log: { lines: LogLine[] };
  /** Everything that was ever answered to anybody: bodies, and addresses redirected to. */
  answers: Answer[];
  request(path: string, init?: RequestInit): Promise<Answer>;
  visitor(): Visitor;
}

/** A function that has just started. */
export function createConnectApp(
  world: FakeWorld = createFakeWorld(),
  { listenerNeedsToken = false, hasListener = true, hasDocumentList = true } = {},
): ConnectApp {
  const { connections, activations, exports, signIns, tokens, publisher, google, banqupLogin, banqupCalls } =
    world.ports;
  const { revokeGrant, schedulerCalls, checks } = world.ports;
  const { now } = world.clock;
  const log = createFakeLog();
  const letGrantGo = createLetGrantGo(connections, revokeGrant, publisher);
  const app = createApp({
    publicUrl,
    authorizationUrl: 'https://accounts.example/auth',
    banqupUrl: 'https://app.banqup.example',
    operator,
    administratorRoles: ['ADMINISTRATOR'],
    browser: createBrowser(world.ports.sessions, now),
    visits: createSignInVisits(signIns, now),
    banqupLogin,
    banqupCalls,
    schedulerCalls,
    publisher,
    google,
    connections,
    activations,
    exports,
    folders: world.ports.folders,
    listenerKey: hasListener ? listenerKey : undefined,
    listenerNeedsToken,
    readBanqupMessage: createMessageReader(messageRules),
    writeBanqupMessage: createMessageWriter(messageRules),
    banqupPublisher: world.ports.banqupPublisher,
    completeSignIn: createCompleteSignIn({ google, connections, tokens, publisher, letGrantGo, log }),
    disconnect: createDisconnect({ connections, exports, tokens, letGrantGo, now, log }),
    switchClient: createSwitchClient(activations, publisher),
    completeness: hasDocumentList
      ? { checks, askCheck: createAskCheck({ activations, checks, publisher, now }) }
      : undefined,
    lookAtGoogle: createLookAtGoogle({ connections, tokens, google, log }),
    tryAgain: createTryAgain({ connections, activations, exports, publisher, now }),
    log,
    now,
  });
  const answers: Answer[] = [];

  async function request(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await app.request(new URL(path, publicUrl).href, init);
    const location = response.headers.get('location') ?? '';
    const answer = { status: response.status, headers: response.headers, text: await response.text(), location };
    answers.push(answer);
    return answer;
  }

  return { world, log, answers, request, visitor: () => createVisitor(world, request) };
}

function createVisitor(world: FakeWorld, request: ConnectApp['request']): Visitor {
  const cookies = new Map<string, string>();

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await request(path, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields, headers = { origin: publicUrl, 'sec-fetch-site': 'same-origin' }) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers }),

    async logIn(spaces = [usualSpace], partnerSpace = usual.partnerSpace) {
      const { location } = await visitor.get(`/configure?partnerSpace=${partnerSpace}`);
      const code = world.people.logIn(location, spaces);
      const state = new URL(location).searchParams.get('state') ?? '';
      return visitor.get(`/banqup/callback?${new URLSearchParams({ code, state })}`);
    },

    async formToken(path = '/manage') {
      const { text } = await visitor.get(path);
      return /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? '';
    },

    async toGoogle() {
      const { location } = await visitor.post('/google/sign-in', {
        // A connection that is on shows no button, but whoever has the token of the session may press it.
        formToken: (await visitor.formToken()) || (await visitor.formToken('/manage/off')),
      });
      return new URL(location);
    },

    async signIn(email = usual.email) {
      const address = await visitor.toGoogle();
      const code = world.google.consent(address.href, email);
      const state = address.searchParams.get('state') ?? '';
      return visitor.get(`/google/callback?${new URLSearchParams({ code, state })}`);
    },
  };
  return visitor;
}
