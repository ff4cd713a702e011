import type { Request, RequestHandler, Response } from 'express';
import type { ErrorCode } from '#contract/errors.ts';
import { endpoints } from '#contract/endpoints.ts';
import type { Metrics } from '#kernel/metrics.ts';

/** Where a handler leaves why it turned somebody away. */
const refusalKey = 'refusal';

export function noteRefusal(response: Response, reason: string): void {
  response.locals[refusalKey] = reason;
}

const authCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'session-expired',
  'forbidden',
  'portal-unknown',
  'portal-refused',
  'too-many-requests',
]);

/** The reason that an error tells, if it is about who asks; a word of ours, never one of the request. */
export function refusalOf(
  error: { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>> },
  isEvent: boolean,
): string | undefined {
  if (!isEvent && !authCodes.has(error.code)) return undefined;
  const { reason } = error.details;
  return typeof reason === 'string' && /^[a-z-]{3,30}$/.test(reason) ? reason : error.code;
}

export interface MeasuredPaths {
  readonly handlerPath: string;
  readonly installerPath: string;
  readonly eventPath: string;
}

/** Counts requests by the route they were served by: addresses that somebody made up are all one. */
export function measureRequests(metrics: Metrics, paths: MeasuredPaths): RequestHandler {
  const routes = new Set([
    ...Object.values(endpoints).map((endpoint) => endpoint.path as string),
    ...[paths.handlerPath, paths.installerPath, paths.eventPath, '/livez', '/readyz', '/api/openapi.json'],
  ]);
  return (request, response, next) => {
    const begun = performance.now();
    response.once('close', () => {
      const route = routeOf(request, routes);
      metrics.request({ route, status: response.statusCode, seconds: (performance.now() - begun) / 1000 });
      const refusal: unknown = response.locals[refusalKey];
      if (typeof refusal !== 'string') return;
      if (request.path === paths.eventPath) metrics.eventRejected(refusal);
      else metrics.authRejected(refusal);
    });
    next();
  };
}

function routeOf(request: Request, routes: ReadonlySet<string>): string {
  const { path } = (request.route as { path?: unknown } | undefined) ?? {};
  if (typeof path === 'string' && routes.has(path)) return `${request.method} ${path}`;
  // A body that was refused before its route was looked for.
  if (routes.has(request.path)) return `${request.method === 'POST' ? 'POST' : 'other'} ${request.path}`;
  return request.originalUrl.startsWith('/assets/') ? 'assets' : 'other';
}
