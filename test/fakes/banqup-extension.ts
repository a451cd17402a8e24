/** Our extension in partner spaces, as Banqup has it, in memory. What a test says nothing of, Banqup does not show us. */
import type { Company } from '../../functions/domain/activation.ts';
import { Failure } from '../../functions/domain/errors.ts';
import type { BanqupExtension } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

export interface FakeExtensions {
  set(partnerSpace: string, state: { installed: boolean; clients: Record<string, Company> }): void;
  /** Banqup does not show us this space any more. */
  hide(partnerSpace: string): void;
}

type States = Map<string, { installed: boolean; clients: Record<string, Company> }>;

/** Nothing installed, nothing shown. */
export function createFakeExtensions(): FakeExtensions & { states: States } {
  const states: States = new Map();
  return {
    states,
    set: (partnerSpace, state) => void states.set(partnerSpace, state),
    hide: (partnerSpace) => void states.delete(partnerSpace),
  };
}

/** Calls `extension.state`. */
export function createFakeBanqupExtension({ states }: { states: States }, call: Call): BanqupExtension {
  return {
    state: (partnerSpace) =>
      call('extension.state', [partnerSpace], () => {
        const state = states.get(partnerSpace);
        if (!state) throw new Failure('partnerSpaceHidden', 'Banqup does not show us this partner space');
        const clients = Object.entries(state.clients).map(([clientSpace, company]) => ({ clientSpace, company }));
        return { installed: state.installed, clients: state.installed ? clients : [] };
      }),
  };
}
