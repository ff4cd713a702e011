import { createServer, type RequestListener, type Server } from 'node:http';
import type { Metrics } from '#kernel/metrics.ts';
import type { Readiness } from './readiness.ts';

/** What is for the operator's machines alone; it never listens where people come in. */
export function createInternalServer(parts: { readonly metrics: Metrics; readonly readiness: Readiness }): Server {
  return createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, answerWith(parts));
}

function answerWith({ metrics, readiness }: { readonly metrics: Metrics; readonly readiness: Readiness }): RequestListener {
  const pages: Readonly<Record<string, () => Promise<{ status: number; contentType: string; body: string }>>> = {
    '/livez': async () => text(200, 'ok'),
    '/readyz': async () => {
      const reason = await readiness.find();
      return reason === undefined ? text(200, 'ready') : text(503, reason);
    },
    '/metrics': async () => ({ status: 200, ...(await metrics.text()) }),
  };
  return (request, response) => {
    const page = request.method === 'GET' ? pages[request.url?.split('?')[0] ?? ''] : undefined;
    const answer = page === undefined ? Promise.resolve(text(404, 'not found')) : page();
    answer
      .catch(() => text(503, 'not available'))
      .then(
        ({ status, contentType, body }) =>
          void response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body),
      );
  };
}

const text = (status: number, body: string) => ({ status, contentType: 'text/plain; charset=utf-8', body });
