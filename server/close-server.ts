import type { Server } from 'node:http';

/** Takes no more connections, lets what is asked be answered, and cuts off what takes too long. */
export async function closeServer(server: Server, answeringMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  // A connection becomes idle behind its last answer, and may then be kept open by its owner.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), answeringMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(patience);
}

/** Waits for work, but no longer than this; what it throws is its own affair by now. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  const done = work.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([done, late]);
  clearTimeout(timer);
}
