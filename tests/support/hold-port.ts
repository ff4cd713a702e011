import { createServer } from 'node:net';

export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/** Nobody else on this machine is given a port while it is listened on. */
export async function holdPort(): Promise<HeldPort> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  const release = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return { port: address.port, release };
}
