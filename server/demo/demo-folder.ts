import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Which demo lives in the data folder and how far its past has been told. */
const Stored = z.object({ scenario: z.string(), memberId: z.string(), state: z.enum(['beginning', 'ready']) });
export type DemoState = z.infer<typeof Stored>;

const fileName = 'demo.json';
/** Everything the demo writes; keys and anything else in the folder stay. */
const belongings = [fileName, 'store', 'store.lock', 'portal.ndjson', 'clock.json', 'keys', 'evidence.ndjson', 'evidence.ndjson.torn'];

export function readDemo(folder: string): DemoState | undefined {
  const file = join(folder, fileName);
  if (!existsSync(file)) return undefined;
  const parsed = Stored.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

export function saveDemo(folder: string, state: DemoState): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, fileName);
  writeFileSync(`${file}.new`, JSON.stringify(state), { flush: true });
  renameSync(`${file}.new`, file);
}

export function clearDemo(folder: string): void {
  for (const name of belongings) rmSync(join(folder, name), { recursive: true, force: true });
}
