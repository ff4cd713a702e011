import { randomUUID } from 'node:crypto';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { AppError } from '#kernel/errors.ts';
import { createApi } from './api/routes.ts';
import { servePublicRecords } from './public-records.ts';
import { createErrorReply, requestIdOf, toAppError } from './error-reply.ts';
import { cutLongBody } from './cut-long-body.ts';
import { noticeBoot } from './portal/boot.ts';
import { createEventHandler } from './portal/event.ts';
import { createInstallHandler } from './portal/install.ts';
import { createPlacementHandler } from './portal/placement.ts';
import { measureRequests } from './request-metrics.ts';
import type { Web } from './web.ts';

export interface AppOptions {
  /** The built client's hashed files. */
  readonly assetsFolder: string;
  /** Where Bitrix24 was told to find us. */
  readonly handlerPath: string;
  readonly installerPath: string;
  readonly eventPath: string;
  /** Proxies of ours in front of the server: as many entries at the end of X-Forwarded-For were not written by a stranger. */
  readonly trustedProxyHops: number;
}

export function createApp(web: Web, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trustedProxyHops);
  // Framing is decided per page; everything else is denied.
  app.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }, xFrameOptions: false }));
  app.use(pinoHttp({ logger: web.log, genReqId: () => randomUUID().slice(0, 8), autoLogging: false }));
  if (web.metrics !== null) app.use(measureRequests(web.metrics, options));
  app.use(closeWhenDraining(web));
  serveHealth(app, web);
  // Pages are left as they are: they carry a session token beside words that came in with the request.
  app.use(['/assets', '/api'], compression());
  app.use('/assets', express.static(options.assetsFolder, { immutable: true, maxAge: '1y', fallthrough: false }));
  servePortal(app, web, options);
  servePublicRecords(app, web);
  app.use(createApi(web));
  app.use((request: Request, response: Response) => {
    if (request.path.startsWith('/api/') || !['GET', 'HEAD'].includes(request.method))
      throw new AppError('not-found', 'There is no such address');
    sendOpenFromPortal(web, request, response);
  });
  app.use(createErrorReply(web.log, options.eventPath));
  return app;
}

function serveHealth(app: Express, web: Web): void {
  app.get('/livez', (_request, response) => void response.type('text').send('ok'));
  app.get('/readyz', async (_request, response) => {
    const reason = await web.readiness.find();
    response
      .status(reason === undefined ? 200 : 503)
      .type('text')
      .send(reason ?? 'ready');
  });
}

/** A connection that stays open would bring requests for as long as its owner likes. */
function closeWhenDraining({ readiness }: Pick<Web, 'readiness'>): RequestHandler {
  return (_request, response, next) => {
    if (readiness.isDraining) response.set('connection', 'close');
    next();
  };
}

/** Bitrix24 checks addresses by HEAD and opens them by POST; a GET comes from somebody who typed the address. */
function servePortal(app: Express, web: Web, paths: AppOptions): void {
  const form = [cutLongBody(64 * 1024), express.urlencoded({ extended: true, limit: '64kb', parameterLimit: 200 })];
  app.post(paths.handlerPath, form, createPlacementHandler(web));
  app.post(paths.installerPath, form, createInstallHandler(web));
  app.post(paths.eventPath, form, createEventHandler(web));
  app.use([paths.handlerPath, paths.installerPath], createPageError(web));
}

/** A page that could not be made is still a page: it says what to do. */
function createPageError(web: Web): ErrorRequestHandler {
  return (failure: unknown, request, response, next) => {
    const error = toAppError(failure);
    if (response.headersSent) return next(failure);
    if (error.code === 'internal') web.log.error({ requestId: requestIdOf(request), message: error.message }, 'a page failed');
    const reason = error.code === 'internal' ? 'portal-unavailable' : 'request-malformed';
    const status = error.code === 'internal' ? 500 : error.code === 'too-large' ? 413 : 400;
    web.pages.send(response, { boot: noticeBoot(web, request, { reason, language: 'ru' }), status, framedBy: [] });
  };
}

function sendOpenFromPortal(web: Web, request: Request, response: Response): void {
  const language = request.get('accept-language')?.startsWith('en') === true ? 'en' : 'ru';
  web.pages.send(response, { boot: noticeBoot(web, request, { reason: 'open-from-portal', language }), status: 200, framedBy: [] });
}
