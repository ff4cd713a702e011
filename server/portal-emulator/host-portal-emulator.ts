import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConnectionReset } from './connection-reset.ts';
import type { PortalEmulator } from './emulator-options.ts';
import { sourceAddressHeader } from './source-address.ts';

const bodyLimitBytes = 10 * 1024 * 1024;
const closingGraceMs = 500;

export interface HostedOrigins {
  readonly portalOrigin: string;
  readonly oauthOrigin: string;
  /** Further portals of a cloud, or the address that a portal is going to be renamed to. */
  readonly furtherOrigins?: readonly string[];
}

/** Serves the emulator on the ports of its origins, on loopback when the host is `localhost`. */
export async function hostPortalEmulator(
  emulator: Pick<PortalEmulator, 'handle'>,
  { portalOrigin, oauthOrigin, furtherOrigins = [] }: HostedOrigins,
): Promise<{ close(): Promise<void> }> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(closeServer));
  };
  try {
    for (const origin of [portalOrigin, oauthOrigin, ...furtherOrigins]) servers.push(...(await listen(emulator, new URL(origin))));
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** `localhost` is two addresses; the second one is optional because not every machine speaks IPv6. */
async function listen(emulator: Pick<PortalEmulator, 'handle'>, origin: URL): Promise<Server[]> {
  const start = (host: string): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer((incoming, outgoing) => void serve(emulator, origin, incoming, outgoing));
      server.once('error', reject);
      server.listen({ port: Number(origin.port), host }, () => resolve(server));
    });
  if (origin.hostname !== 'localhost') return [await start(origin.hostname)];
  const first = await start('127.0.0.1');
  const second = await start('::1').catch(() => null);
  return second ? [first, second] : [first];
}

async function serve(
  emulator: Pick<PortalEmulator, 'handle'>,
  origin: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    if (incoming.headers.host !== origin.host) {
      redirectHome(origin, incoming, outgoing);
      return;
    }
    const body = await readBody(incoming);
    if (body === null) {
      outgoing.writeHead(413, { connection: 'close' }).end();
      return;
    }
    await send(outgoing, await emulator.handle(toRequest(origin, incoming, body)));
  } catch (error) {
    if (error instanceof ConnectionReset) {
      incoming.socket.resetAndDestroy();
      return;
    }
    if (!outgoing.headersSent) outgoing.writeHead(500);
    outgoing.end();
  }
}

/** Another host name on this port is a typo (`127.0.0.1` for `localhost`) or a rebound address; neither is answered. */
function redirectHome(origin: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const isReading = incoming.method === 'GET' || incoming.method === 'HEAD';
  const path = (incoming.url ?? '/').replace(/^\/+/, '/');
  if (isReading) outgoing.writeHead(302, { location: `${origin.origin}${path}` }).end();
  else outgoing.writeHead(421, { connection: 'close' }).end();
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimitBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toRequest(origin: URL, incoming: IncomingMessage, body: Buffer): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(sourceAddressHeader, (incoming.socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, ''));
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`${origin.origin}${incoming.url ?? '/'}`, { method, headers, ...(hasBody ? { body: new Uint8Array(body) } : {}) });
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  const headers = new Map<string, string | string[]>(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers.set('set-cookie', cookies);
  outgoing.writeHead(response.status, Object.fromEntries(headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** Answers under way get a moment; connections kept open for later are cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), closingGraceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
