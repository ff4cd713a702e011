import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, openAnywhere));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
        }),
    ),
  );
  return ports;
}

/** The first of so many free ports in a row. */
export async function findConsecutivePorts(count: number): Promise<number> {
  for (;;) {
    const [first = 0] = await findFreePorts(1);
    const row = Array.from({ length: count }, (_, index) => first + index);
    if (row.every((port) => port < 65_536) && (await areFree(row))) return first;
  }
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const free = await Promise.all(ports.map(isFree));
  return free.every(Boolean);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function openAnywhere(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
