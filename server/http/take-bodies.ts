import { json, Router, type RequestHandler } from 'express';
import { isUpload, type Endpoint } from '#contract/endpoint.ts';
import { endpoints } from '#contract/endpoints.ts';
import { AppError } from '#kernel/errors.ts';
import { cutLongBody } from './cut-long-body.ts';
import { readBearer } from './serve-endpoint.ts';
import type { Web } from './web.ts';

const ordinaryBytes = 256 * 1024;

/**
 * Takes in what a request says. A longer body than usual is taken from people with a token only,
 * and a file is left to its endpoint, which takes it when it has the time.
 */
export function takeBodies(web: Web): RequestHandler {
  const ordinary = Router();
  ordinary.use(cutLongBody(ordinaryBytes), json({ limit: ordinaryBytes, strict: true }));
  const longer = Object.values<Endpoint>(endpoints).flatMap((endpoint) => {
    const { body } = endpoint;
    if (body === undefined) return [];
    const router = Router();
    if (isUpload(endpoint)) router.use(refuseUntoldLength, cutLongBody(body.limitBytes));
    else router.use(demandBearer(web), cutLongBody(body.limitBytes), json({ limit: body.limitBytes, strict: true }));
    return [{ endpoint, router }];
  });
  return (request, response, next) => {
    const found = longer.find(({ endpoint }) => endpoint.method === request.method && endpoint.path === request.path);
    return (found?.router ?? ordinary)(request, response, next);
  };
}

/** Every browser tells how long a file is. */
const refuseUntoldLength: RequestHandler = (request, _response, next) => {
  if (request.get('transfer-encoding') !== undefined) throw new AppError('bad-request', 'The length of the body is not told');
  next();
};

const demandBearer =
  (web: Web): RequestHandler =>
  async (request, _response, next) => {
    await readBearer(web, request);
    next();
  };
