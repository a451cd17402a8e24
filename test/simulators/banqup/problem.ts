/**
 * The one error of the simulator: an HTTP status, a code and a sentence.
 * [assumed] Banqup's error body is not documented; it is taken to be JSON {code, message}.
 */
export class Problem extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 502;
  readonly code: string;

  constructor(status: Problem['status'], code: string, message: string) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }
}

/** A thing that does not exist, or that the caller may not know of. */
export function notFound(what: string): Problem {
  return new Problem(404, 'NOT_FOUND', `${what} not found`);
}
