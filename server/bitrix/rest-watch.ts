import { z } from 'zod';
import type { PortalErrorKind } from './portal-error.ts';
import type { Params } from './query-string.ts';
import type { Priority } from './rate-limit.ts';

/** One request to a portal and what came of it, before anything of it is masked. */
export interface RestExchange {
  readonly memberId: string;
  readonly method: string;
  readonly params: Params;
  readonly startedAt: Date;
  readonly seconds: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** `broken-off` when whoever asked did not want to know any more. */
  readonly outcome: 'done' | 'broken-off' | PortalErrorKind;
  /** Bitrix24's own code, or ours in lower case. */
  readonly code: string | null;
  /** Seconds within ten minutes, of the dearest method of a batch. */
  readonly operating: number | null;
  readonly answer: unknown;
}

/** Whoever counts or logs requests; it must not throw and must not keep the request waiting. */
export interface RestWatch {
  exchanged(exchange: RestExchange): void;
  /** A request has waited so long for its turn. */
  waited(priority: Priority, seconds: number): void;
}

const Time = z.object({ operating: z.number() });
const Answer = z.object({
  time: z.unknown().optional(),
  result: z
    .object({ result_time: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]) })
    .optional()
    .catch(undefined),
});

export function findOperating(answer: unknown): number | null {
  const read = Answer.safeParse(answer);
  if (!read.success) return null;
  const told = [read.data.time, ...Object.values(read.data.result?.result_time ?? {})].flatMap((time) => {
    const known = Time.safeParse(time);
    return known.success ? [known.data.operating] : [];
  });
  return told.length === 0 ? null : Math.max(...told);
}

/** Several parties that watch. */
export function watchTogether(...watches: readonly (RestWatch | undefined)[]): RestWatch {
  const all = watches.filter((watch) => watch !== undefined);
  return {
    exchanged: (exchange) => all.forEach((watch) => watch.exchanged(exchange)),
    waited: (priority, seconds) => all.forEach((watch) => watch.waited(priority, seconds)),
  };
}

const families = ['crm', 'tasks', 'voximplant', 'calendar', 'timeman', 'catalog', 'sale', 'placement', 'event', 'im', 'batch'] as const;
export type MethodFamily = (typeof families)[number] | 'directory' | 'other';

const directory = new Set(['app', 'profile', 'scope', 'user', 'department']);

/** The part of the portal that a method belongs to: few enough to be counted by. */
export function familyOf(method: string): MethodFamily {
  const [first = ''] = method.replace(/^api\//, '').split('.');
  return families.find((family) => family === first) ?? (directory.has(first) ? 'directory' : 'other');
}
