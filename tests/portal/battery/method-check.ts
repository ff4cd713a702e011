import type { z } from 'zod';
import type { Answer } from '../portal-under-test.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';

/** What the documentation says of one method, three times: a call that succeeds, one that is refused, one whose types are wrong. */
export interface MethodCheck {
  /** `application`: an incoming webhook is refused, so a live portal is not asked; `third`: REST 3.0. A webhook unless told. */
  readonly as?: 'webhook' | 'application' | 'third';
  /** A live portal is asked only when writing is allowed there. */
  readonly writes?: true;
  /** The answer is a document with no `time` around it. */
  readonly isTimeless?: true;
  readonly success: Expected;
  readonly error: Expected;
  readonly wrongType: Expected;
}

export interface Expected {
  /** Parameters, or how to get them: ids differ from portal to portal. */
  readonly given?: Params | readonly unknown[] | ((portal: BatteryPortal) => Promise<Params> | Params);
  /** Who calls where it is not the caller of the method's other checks; `stranger` has a webhook with a wrong secret. */
  readonly as?: MethodCheck['as'] | 'stranger';
  /** The answer without its `time`. */
  readonly answers: z.ZodType;
  /** 200 unless told. */
  readonly status?: number;
  /** Takes back what the call made. */
  readonly cleanUp?: (portal: BatteryPortal, answer: Answer) => Promise<unknown>;
}

export type MethodChecks = Readonly<Record<string, MethodCheck>>;
