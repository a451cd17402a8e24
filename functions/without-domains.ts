/**
 * The Functions Framework runs each request in a domain (node:domain). From the first one on Node follows every promise of the
 * process for its sake, which was more than half of a document's CPU time (`npm run bench -- overhead`). A domain turns an error that
 * nobody awaits into the failure of one request; without it such an error ends the instance, which we are made for.
 * https://nodejs.org/api/domain.html
 */
import domain from 'node:domain';

/** From now on the framework's domains do nothing. Call it before the first request. */
export function withoutDomains(): void {
  const none = { on() {}, run: (work: () => void) => work() };
  Object.assign(domain, { create: () => none });
}
