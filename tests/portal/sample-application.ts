import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An application of the tests' own: one page with the official client as it is published. */
export interface SampleApplication {
  readonly origin: string;
  /** Bodies that the portal has posted to its pages, by path. */
  readonly posted: { readonly path: string; readonly fields: Readonly<Record<string, string>> }[];
  close(): Promise<void>;
}

const client = join(dirname(fileURLToPath(import.meta.resolve('@bitrix24/b24jssdk'))), '../umd/index.min.js');

const page = `<!doctype html>
<html lang="ru">
  <meta charset="utf-8" />
  <body style="margin: 0">
    <main style="height: 700px">Application</main>
    <script src="/b24jssdk.js"></script>
    <script>window.ready = B24Js.initializeB24Frame();</script>
  </body>
</html>`;

export async function startSampleApplication(): Promise<SampleApplication> {
  const posted: { path: string; fields: Readonly<Record<string, string>> }[] = [];
  const server = createServer((request, response) => void answer(request, response, posted));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the application has no port');
  return { origin: `http://127.0.0.1:${address.port}`, posted, close: () => closeServer(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, posted: SampleApplication['posted']): Promise<void> {
  const path = request.url ?? '/';
  if (path === '/b24jssdk.js') {
    // As from a CDN: a window fetches and compiles it once.
    response
      .setHeader('cache-control', 'max-age=600')
      .setHeader('content-type', 'text/javascript')
      .end(await readFile(client));
    return;
  }
  if (path === '/cookies') {
    response.end(request.headers.cookie ?? '');
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  if (request.method === 'POST') posted.push({ path: path.replace(/\?.*/, ''), fields: Object.fromEntries(new URLSearchParams(body)) });
  response.setHeader('set-cookie', ['plain=1; Path=/', 'lax=1; Path=/; SameSite=Lax']);
  response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
