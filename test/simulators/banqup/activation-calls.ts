/**
 * Banqup's calls to the app: a client switched on (PUT), off (DELETE), or asked after (GET).
 * [assumed] altogether: that such callbacks exist is documented, their form is not.
 */
import { activationAddress } from './assumed.ts';
import type { Identity } from './identity.ts';
import type { ClientSpace, State } from './state.ts';

/** What the app answered; status 0 where it could not be reached, with the reason as body. */
export interface ActivationOutcome {
  ok: boolean;
  status: number;
  body: string;
}

export type ActivationCalls = ReturnType<typeof createActivationCalls>;

interface Parts {
  state: State;
  identity: Identity;
  appServerUrl: () => string;
}

const timeoutMilliseconds = 30_000;

function company({ name, vatNumber, enterpriseNumber }: ClientSpace) {
  return { name, ...(vatNumber && { vatNumber }), ...(enterpriseNumber && { enterpriseNumber }) };
}

/** The three calls, each for one client space of one partner space; 404 where the two are not linked. */
export function createActivationCalls({ state, identity, appServerUrl }: Parts) {
  async function call(method: string, partnerSpace: string, client: ClientSpace): Promise<ActivationOutcome> {
    const token = await identity.signActivationToken({ partnerSpace });
    const body = method === 'PUT' ? JSON.stringify({ company: company(client) }) : null;
    try {
      const response = await fetch(activationAddress(appServerUrl(), partnerSpace, client.id), {
        method,
        body,
        headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      return { ok: response.ok, status: response.status, body: await response.text() };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
      return { ok: false, status: 0, body: `${error}${cause}` };
    }
  }

  return {
    async activate(partnerSpace: string, clientSpace: string): Promise<ActivationOutcome> {
      const client = state.clientOf(partnerSpace, clientSpace);
      const wasActive = state.isActive(partnerSpace, clientSpace);
      // Before the call: the app may read a document as soon as it has answered, or even sooner.
      state.setActive(partnerSpace, clientSpace, true);
      const outcome = await call('PUT', partnerSpace, client);
      if (!outcome.ok) state.setActive(partnerSpace, clientSpace, wasActive);
      return outcome;
    },

    async deactivate(partnerSpace: string, clientSpace: string): Promise<ActivationOutcome> {
      const outcome = await call('DELETE', partnerSpace, state.clientOf(partnerSpace, clientSpace));
      // An app that does not know the client has nothing left to switch off.
      if (outcome.ok || outcome.status === 404) state.setActive(partnerSpace, clientSpace, false);
      return outcome;
    },

    ask: (partnerSpace: string, clientSpace: string) =>
      call('GET', partnerSpace, state.clientOf(partnerSpace, clientSpace)),
  };
}
