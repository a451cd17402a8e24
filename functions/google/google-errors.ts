/**
 * What Google refuses, as failures of ours: the one table of statuses and reasons.
 * https://developers.google.com/workspace/drive/api/guides/handle-errors
 * https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
 */
import { asFailure, Failure, type FailureCode } from '../domain/errors.ts';

const byReason: Record<string, FailureCode> = {
  // 400 and 401 of the token endpoint: the refresh token is dead, for whatever reason.
  invalid_grant: 'signInNeeded',
  admin_policy_enforced: 'signInNeeded',
  // Our own client id or secret is wrong: no partner can mend that.
  invalid_client: 'unexpected',
  unauthorized_client: 'unexpected',
  disabled_client: 'unexpected',
  deleted_client: 'unexpected',
  // 401 and 403 of Drive.
  authError: 'signInNeeded',
  insufficientPermissions: 'signInNeeded',
  rateLimitExceeded: 'paceLimited',
  userRateLimitExceeded: 'paceLimited',
  dailyLimitExceeded: 'paceLimited',
  sharingRateLimitExceeded: 'paceLimited',
  storageQuotaExceeded: 'driveFull',
  domainPolicy: 'drivePolicy',
  appNotAuthorizedToFile: 'drivePolicy',
  insufficientFilePermissions: 'drivePolicy',
  numChildrenInNonRootLimitExceeded: 'driveLimit',
  activeItemCreationLimitExceeded: 'driveLimit',
  myDriveHierarchyDepthLimitExceeded: 'driveLimit',
  teamDriveFileLimitExceeded: 'driveLimit',
};

/** Where the status alone decides. */
const byStatus: Record<number, FailureCode> = {
  401: 'signInNeeded',
  408: 'googleUnavailable',
  429: 'paceLimited',
};

/** What a refused creation under an id of ours can mean besides; the reasons differ between reports, so the status counts. */
const byStatusOfCreate: Record<number, FailureCode> = {
  400: 'idRefused',
  404: 'parentGone',
  409: 'idUsed',
};

interface GoogleError extends Error {
  status?: number;
  response?: { status: number; data?: unknown; headers?: Headers };
}

/** The failure behind an error of a Google client. `creating`: the refused call was to make something under an id of ours. */
export function googleFailure(error: unknown, call: string, options: { creating?: boolean } = {}): Failure {
  if (error instanceof Failure) return error;
  if (!isHttpError(error)) return asFailure(error);
  const status = error.response?.status;
  const reason = reasonOf(error.response?.data);
  const message = `${call}: Google answered ${status ?? 'nothing'}${reason ? ` (${reason})` : ''}`;
  const code = codeOf(status, reason, options.creating ?? false);
  // Google's error objects hold the whole request, its tokens included: they are not kept as the cause.
  return new Failure(code, message, { retryAfterSeconds: retryAfterSeconds(error.response?.headers) });
}

/** The HTTP status behind an error of a Google client, where there was an answer. */
export function httpStatusOf(error: unknown): number | undefined {
  return isHttpError(error) ? error.response?.status : undefined;
}

function codeOf(status: number | undefined, reason: string | undefined, creating: boolean): FailureCode {
  if (status === undefined || status >= 500) return 'googleUnavailable';
  const byStatusHere = creating ? { ...byStatus, ...byStatusOfCreate } : byStatus;
  return byReason[reason ?? ''] ?? byStatusHere[status] ?? 'unexpected';
}

/** Errors of the HTTP client: refused by the other side, or never answered. */
function isHttpError(error: unknown): error is GoogleError {
  return error instanceof Error && 'config' in error;
}

/** Drive answers {error: {errors: [{reason}]}}, the token endpoint {error: 'invalid_grant'}. */
function reasonOf(data: unknown): string | undefined {
  const error = (data as { error?: unknown } | null | undefined)?.error;
  if (typeof error === 'string') return error;
  const reason = (error as { errors?: { reason?: unknown }[] } | undefined)?.errors?.[0]?.reason;
  return typeof reason === 'string' ? reason : undefined;
}

function retryAfterSeconds(headers: Headers | undefined): number | undefined {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
