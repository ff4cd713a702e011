import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { stateMutation, type StateMutation } from './state-mutation.ts';

/** Remembers what happened to the portal; an answer leaves only after its mutations are in the file. */
export interface StateJournal {
  readonly remembered: readonly StateMutation[];
  append(mutation: StateMutation): void;
  close(): void;
}

export function openStateJournal(path: string | null): StateJournal {
  if (path === null) return { remembered: [], append: () => undefined, close: () => undefined };
  mkdirSync(dirname(path), { recursive: true });
  const remembered = existsSync(path) ? readJournal(path) : [];
  const file = openSync(path, 'a', 0o600);
  let isOpen = true;
  return {
    remembered,
    append(mutation) {
      if (isOpen) writeWhole(file, Buffer.from(`${JSON.stringify(mutation)}\n`));
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      closeSync(file);
    },
  };
}

/** A line without its end was being written when the process was killed: it was never answered, so it is cut off. */
function readJournal(path: string): StateMutation[] {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => parseLine(line, `${path}:${index + 1}`));
}

function parseLine(line: string, place: string): StateMutation {
  try {
    return stateMutation.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`the portal's state file is damaged at ${place}`, { cause });
  }
}

function writeWhole(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
