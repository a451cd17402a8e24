/**
 * What Google refuses, as failures of ours: the one table of statuses and reasons.
 * https://developers.google.com/workspace/drive/api/guides/handle-errors
 * https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
 */
import { asFailure, Failure, type FailureCode } from '../domain/errors.ts';
import { retryAfterSecondsOf } from '../domain/retry-after.ts';

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
  const headers = error.response?.headers;
  const message = `${call}: Google answered ${status ?? 'nothing'}${reason ? ` (${reason})` : ''}`;
  const code = codeOf(status, reason, statusesOf(error.response?.data, options.creating ?? false));
  // Google's error objects hold the whole request, its tokens included: they are not kept as the cause.
  const retryAfterSeconds = headers && retryAfterSecondsOf(headers.get('retry-after'), headers.get('date'));
  return new Failure(code, message, { retryAfterSeconds });
}

/** The HTTP status behind an error of a Google client, where there was an answer. */
export function httpStatusOf(error: unknown): number | undefined {
  return isHttpError(error) ? error.response?.status : undefined;
}

function codeOf(
  status: number | undefined,
  reason: string | undefined,
  statuses: Record<number, FailureCode>,
): FailureCode {
  if (status === undefined || status >= 500) return 'googleUnavailable';
  if (reason !== undefined && Object.hasOwn(byReason, reason)) return byReason[reason] ?? 'unexpected';
  return statuses[status] ?? 'unexpected';
}

/** The statuses that mean something by themselves to this call. */
function statusesOf(data: unknown, creating: boolean): Record<number, FailureCode> {
  // 401 of the token endpoint is about our own client (RFC 6749, 5.2): no partner's sign-in would mend it.
  if (typeof errorOf(data) === 'string') return { ...byStatus, 401: 'unexpected' };
  return creating ? { ...byStatus, ...byStatusOfCreate } : byStatus;
}

/** Errors of the HTTP client: refused by the other side, or never answered. */
function isHttpError(error: unknown): error is GoogleError {
  return error instanceof Error && 'config' in error;
}

/** Drive answers {error: {errors: [{reason}]}}, the token endpoint {error: 'invalid_grant'}. */
function reasonOf(data: unknown): string | undefined {
  const error = errorOf(data);
  if (typeof error === 'string') return error;
  const reason = (error as { errors?: { reason?: unknown }[] } | undefined)?.errors?.[0]?.reason;
  return typeof reason === 'string' ? reason : undefined;
}

function errorOf(data: unknown): unknown {
  return (data as { error?: unknown } | null | undefined)?.error;
}
