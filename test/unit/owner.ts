/** What the owner of a partner space does in `connect`, on a fake world: wired as compose.ts does. */
import { digestOf } from '../../functions/connect/browser.ts';
import { createCompleteSignIn } from '../../functions/connect/complete-sign-in.ts';
import type { Connection } from '../../functions/domain/connection.ts';
import { createDisconnect } from '../../functions/partner/disconnect.ts';
import { createLetGrantGo } from '../../functions/partner/grant.ts';
import { createSwitchClient } from '../../functions/partner/switch-client.ts';
import { anActivation, aSignIn, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeLog } from '../fakes/log.ts';
import type { FakeWorld } from '../fakes/world.ts';

/** An instance of `connect`. */
export function createOwner(world: FakeWorld, hooks: Hooks = {}) {
  const ports = world.portsFor(hooks);
  const { connections, activations, exports, tokens, publisher, google, revokeGrant } = ports;
  const { now } = world.clock;
  const log = createFakeLog();
  const letGrantGo = createLetGrantGo(connections, revokeGrant, publisher);
  const completeSignIn = createCompleteSignIn({ google, connections, tokens, publisher, letGrantGo, log });
  const disconnect = createDisconnect({ connections, exports, tokens, letGrantGo, now, log });
  const switchClient = createSwitchClient(activations, publisher);
  const { partnerSpace, clientSpace, company } = anActivation();

  return {
    log,
    /** Agrees at Google, and comes back. */
    async signIn(email: string = usual.email, space: string = partnerSpace): Promise<void> {
      const codeVerifier = 'v'.repeat(43);
      const address = google.authorizationUrl({ state: 'state', codeChallenge: digestOf(codeVerifier) });
      const code = world.google.consent(address, email);
      await completeSignIn(aSignIn({ partnerSpace: space, codeVerifier }), code);
    },
    disconnect: (space: string = partnerSpace, seen?: Connection) => disconnect(space, seen),
    switchOn: (given = company) => switchClient.on({ partnerSpace, clientSpace, company: given }),
    switchOff: () => switchClient.off(partnerSpace, clientSpace),
  };
}
