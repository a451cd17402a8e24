/**
 * The refusals of the simulated Google, in the bodies that Google sends.
 * Drive: https://developers.google.com/workspace/drive/api/guides/handle-errors
 * OAuth: RFC 6749 section 5.2, with Google's own words.
 */

type Location = { location: string; locationType: 'parameter' | 'header' | 'other' };

/** A refusal of the Drive API; `extra` is what Google adds beside code, message and errors (`status`, `details`). */
export class DriveError extends Error {
  readonly status: number;
  readonly body: { error: Record<string, unknown> };
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    reason: string,
    message: string,
    more: {
      location?: Location;
      detail?: string;
      domain?: string;
      extra?: object;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = more.headers ?? {};
    const entry = { message: more.detail ?? message, domain: more.domain ?? 'global', reason, ...more.location };
    this.body = { error: { code: status, message, errors: [entry], ...more.extra } };
  }
}

/** A refusal of the token or the revocation endpoint. */
export class OAuthError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: { error: string; error_description: string };

  constructor(status: number, error: string, description: string, headers: Record<string, string> = {}) {
    super(`${error}: ${description}`);
    this.status = status;
    this.headers = headers;
    this.body = { error, error_description: description };
  }
}

/** A refusal that a person sees as a page; Google never redirects for these. */
export class PageError extends Error {
  readonly status: 400 | 401 | 404;
  readonly error: string;

  constructor(status: 400 | 401 | 404, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

/** 404 of a file or a parent that does not exist, or that the app may not see. */
export function fileNotFound(id: string): DriveError {
  return new DriveError(404, 'notFound', `File not found: ${id}.`, {
    location: { location: 'fileId', locationType: 'parameter' },
  });
}

/** 400 for a query parameter whose value Google refuses. */
export function invalidParameter(name: string, message: string, reason = 'invalidParameter'): DriveError {
  return new DriveError(400, reason, message, { location: { location: name, locationType: 'parameter' } });
}

/** 400 for what Google would understand and this simulator does not: better loud than silently different. */
export function notSimulated(operation: string, what: string): DriveError {
  return new DriveError(400, 'invalidParameter', `Simulator: ${operation} does not simulate ${what}.`, {
    location: { location: what, locationType: 'parameter' },
  });
}
