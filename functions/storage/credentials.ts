/**
 * With what Google Cloud's clients call: our service account's token, or nothing where an emulator or simulator stands in. Node's
 * own fetch carries the calls: the library's would have to be loaded first and takes more CPU.
 */
import { GoogleAuth, PassThroughClient } from 'google-auth-library';

const transporterOptions = { fetchImplementation: fetch };

/** Of the service account that this runs as. */
export function ownCredentials(scope: string): GoogleAuth {
  return new GoogleAuth({ scopes: scope, clientOptions: { transporterOptions } });
}

/** None. */
export function noCredentials(): PassThroughClient {
  return new PassThroughClient({ transporterOptions });
}
