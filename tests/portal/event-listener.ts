import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EventListener {
  readonly handler: string;
  /** Bodies of the POST requests taken so far, as flat form fields. */
  readonly received: readonly Readonly<Record<string, string>>[];
  readonly contentTypes: readonly string[];
  close(): Promise<void>;
}

/** A throw-away handler of events on loopback. */
export async function listenForEvents(status = 200): Promise<EventListener> {
  const received: Record<string, string>[] = [];
  const contentTypes: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      contentTypes.push(request.headers['content-type'] ?? '');
      received.push(Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    handler: `http://127.0.0.1:${port}/portal/event`,
    received,
    contentTypes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
