import { createServer } from 'node:net';

/**
 * Systems give outgoing connections ports from 32768 (Linux) or 49152 (others): one of those could be taken between the
 * look and the use, by any of the tests beside this one. Below it only chance brings two tests to the same port.
 */
const lowest = 20_000;
const highest = 32_000;

/** Ports that nothing listens on, for whoever starts a process and has to say where it serves. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = choosePort();
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** The first of so many free ports in a row. */
export async function findConsecutivePorts(count: number): Promise<number> {
  for (;;) {
    const first = choosePort();
    const row = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(row.map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function choosePort(): number {
  return lowest + Math.floor(Math.random() * (highest - lowest));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    // Everywhere, as the processes that are started do: a port may be free on one address and taken on another.
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
