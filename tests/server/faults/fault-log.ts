import { createHash } from 'node:crypto';

/** Every class of fault a schedule may bring; the suite shows that each has happened. */
export const faultClasses = [
  'slow answer',
  'page of HTML, nothing done',
  'page of HTML, work done',
  'truncated JSON',
  'reset before the work',
  'reset after the work',
  'too many requests (503)',
  'operation limit (429)',
  'token called expired',
  'token worn out',
  'token revoked',
  'all tokens lost',
  'portal down for minutes',
  'lost event',
  'repeated event',
  'reordered event',
  'event late by minutes',
  'event without tokens',
  'event to a dead node',
  'change without DATE_MODIFY',
  'change without an event',
  'kill before a request',
  'kill after a request',
  'kill before a transaction',
  'kill before a commit',
  'kill after a commit',
  'two nodes at once',
  'store restart',
  'clock ahead',
  'clock behind',
] as const;
export type FaultClass = (typeof faultClasses)[number];

/** What happened, in order and with its time: the same seed writes the same log. */
export interface FaultLog {
  note(line: string): void;
  fire(fault: FaultClass, detail?: string): void;
  readonly lines: readonly string[];
  readonly fired: ReadonlyMap<FaultClass, number>;
  hash(): string;
}

export function createFaultLog(clock: () => Date): FaultLog {
  const lines: string[] = [];
  const fired = new Map<FaultClass, number>();
  const note = (line: string): void => void lines.push(`${clock().toISOString().slice(5, -1)} ${line}`);
  return {
    lines,
    fired,
    note,
    fire: (fault, detail = '') => {
      fired.set(fault, (fired.get(fault) ?? 0) + 1);
      note(`! ${fault} ${detail}`.trim());
    },
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16),
  };
}
