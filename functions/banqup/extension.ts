/**
 * What Banqup says of our extension in a partner space: whether it is installed, and for which clients it is set up. Titles
 * and purposes of these calls are documented (contract, 2.4), their paths and answers are not: assumed here alone.
 */
import { z } from 'zod';
import type { Company } from '../domain/activation.ts';
import { Failure } from '../domain/errors.ts';
import type { BanqupExtension } from '../domain/ports.ts';
import type { AskWithToken } from './ask.ts';
import { readAnswer, unexpectedAnswer } from './http.ts';

const id = z.string().toLowerCase();
const spacesAnswer = z.object({ spaces: z.array(z.object({ id })) });
const extensionsAnswer = z.object({
  extensions: z.array(z.object({ applicationId: id, active: z.boolean().nullish() })),
});
const clientsAnswer = z.object({
  clients: z.array(
    z.object({
      id,
      name: z.string().nullish(),
      globalIdentifiers: z.object({ 'be:vat': z.string().nullish(), 'be:en': z.string().nullish() }).nullish(),
    }),
  ),
});

/** @param applicationId of our entry in the Store */
export function createBanqupExtension(ask: AskWithToken, apiUrl: string, applicationId: string): BanqupExtension {
  const ours = applicationId.toLowerCase();

  async function get<T>(path: string, answer: z.ZodType<T>): Promise<T> {
    const url = `${apiUrl}/entitystore/v1/spaces${path}`;
    const response = await ask(url);
    if (response.status === 403 || response.status === 404) {
      await response.body?.cancel();
      throw hidden();
    }
    if (!response.ok) throw await unexpectedAnswer(url, response);
    return readAnswer(url, response, answer);
  }

  return {
    async state(partnerSpace) {
      // Without access an app is shown an empty list, not an error (contract, 3.2): what is absent is believed absent only
      // where the space itself is shown.
      const { spaces } = await get('', spacesAnswer);
      if (!spaces.some((space) => space.id === partnerSpace)) throw hidden();
      const space = encodeURIComponent(partnerSpace);
      const { extensions } = await get(`/${space}/extensions`, extensionsAnswer);
      const installed = extensions.some((one) => one.applicationId === ours && one.active !== false);
      if (!installed) return { installed, clients: [] };
      const { clients } = await get(`/${space}/extensions/${encodeURIComponent(applicationId)}/clients`, clientsAnswer);
      return { installed, clients: clients.map((client) => ({ clientSpace: client.id, company: companyOf(client) })) };
    },
  };
}

function hidden(): Failure {
  return new Failure('partnerSpaceHidden', 'Banqup does not show us this partner space');
}

function companyOf({ id, name, globalIdentifiers }: z.infer<typeof clientsAnswer>['clients'][number]): Company {
  const vatNumber = globalIdentifiers?.['be:vat'];
  const enterpriseNumber = globalIdentifiers?.['be:en'];
  return { name: name || id, ...(vatNumber && { vatNumber }), ...(enterpriseNumber && { enterpriseNumber }) };
}
