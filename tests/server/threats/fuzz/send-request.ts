import { Agent, request as openRequest } from 'node:http';
import { connect } from 'node:net';
import type { HostileRequest } from './hostile-requests.ts';

export interface Reply {
  /** 0 when the connection was closed without an answer, or nothing came in time. */
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** As it is, without the repairs that `fetch` makes. */
export function sendRequest(appUrl: string, { method, path, headers, body }: HostileRequest): Promise<Reply> {
  const { hostname, port } = new URL(appUrl);
  // A long poll is left after a moment: that it waits is no fault.
  const patienceMs = path.startsWith('/api/changes') ? 200 : 20_000;
  return new Promise((resolve) => {
    const nothing = (why: string) => resolve({ status: 0, headers: '', text: why });
    const sent = openRequest({ agent, hostname, port, method, path, headers: { ...headers, ...lengthOf(body) } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: JSON.stringify(answer.rawHeaders), text: Buffer.concat(chunks).toString() }),
      );
      answer.on('error', () => nothing('broken'));
    });
    sent.setTimeout(patienceMs, () => sent.destroy(new Error('no answer in time')));
    sent.on('error', (failure) => nothing(failure.message));
    sent.end(body ?? undefined);
  });
}

const lengthOf = (body: string | Buffer | null): Record<string, string> =>
  body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };

export const closeConnections = (): void => agent.destroy();

/** Bytes straight into a connection; the other end may answer as often as it likes before it hangs up. */
export function sendBytes(appUrl: string, bytes: Buffer): Promise<Reply> {
  const { hostname, port } = new URL(appUrl);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    const done = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString();
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), headers: '', text });
    };
    socket.setTimeout(1000, done);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', done);
    socket.on('error', done);
    socket.end(bytes);
  });
}
