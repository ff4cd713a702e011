import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Message, Report, SeatOrder } from './live-seeds.ts';

/** A schedule takes seconds; one that says nothing for so long stands still, and its process is ended. */
const patienceMs = 300_000;

const script = fileURLToPath(new URL('live-seeds.ts', import.meta.url));

/** Lives through seeds in processes of their own, a new one behind every seed that ended its process. */
export async function runBatch({ seeds, place }: SeatOrder, onReport: (report: Report) => void): Promise<void> {
  let left = seeds;
  while (left.length > 0) {
    const broken = await runProcess({ seeds: left, place }, onReport);
    if (broken === null) return;
    onReport(toFailure(broken.seed, broken.reason));
    left = left.slice(left.indexOf(broken.seed) + 1);
  }
}

interface Broken {
  readonly seed: number;
  readonly reason: string;
}

async function runProcess(order: SeatOrder, onReport: (report: Report) => void): Promise<Broken | null> {
  const child = fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  let seed = order.seeds[0] ?? 0;
  let stoodStill = false;
  const end = (): void => {
    stoodStill = true;
    child.kill('SIGKILL');
  };
  let watch = setTimeout(end, patienceMs);
  child.on('message', (message) => {
    clearTimeout(watch);
    watch = setTimeout(end, patienceMs);
    const told = message as Message;
    if (told.kind === 'begun') seed = told.seed;
    else onReport(told);
  });
  child.send(order);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(watch);
  if (stoodStill) return { seed, reason: `nothing moved for ${patienceMs / 1000} s` };
  return code === 0 ? null : { seed, reason: `the process ended with ${code}` };
}

function toFailure(seed: number, reason: string): Report {
  return { kind: 'lived', seed, hash: '', differences: [], surprises: [reason], fired: [], lines: [] };
}
