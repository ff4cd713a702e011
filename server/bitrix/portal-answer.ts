import { z } from 'zod';

/** Empty maps arrive as `[]`. */
const mapOf = <Value extends z.ZodType>(value: Value) =>
  z.union([
    z
      .array(value)
      .transform((list): Record<string, z.infer<Value>> => Object.fromEntries(list.map((item, index) => [String(index), item]))),
    z.record(z.string(), value),
  ]);

/** A count that is none is not known; nothing but speed and progress hangs on it. */
const Count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).nullish().catch(null);

/** Seconds, of which those since 1970 fit every clock of ours. */
const seconds = (most: number) => z.number().nonnegative().max(most).optional().catch(undefined);

const Time = z.object({
  date_start: z.string().optional().catch(undefined),
  operating: seconds(1e6),
  operating_reset_at: seconds(1e10),
});

/** Codes are kept and shown, so they are short and without control characters. */
const Code = z.union([z.string(), z.number()]).transform((code) =>
  String(code)
    .slice(0, 100)
    .replaceAll(/\p{Cc}/gu, ' '),
);

const ClassicError = z.object({
  error: Code,
  error_description: z.string().nullish(),
});

/** REST 3.0 has an object where the second generation has a word. */
const V3Error = z
  .object({ error: z.object({ code: Code, message: z.string().nullish() }) })
  .transform(({ error }) => ({ error: error.code, error_description: error.message }));

export const ErrorAnswer = z.union([ClassicError, V3Error]);

export const Answer = z.object({
  result: z.unknown(),
  total: Count,
  next: Count,
  time: Time.nullish(),
});
export type Answer = z.infer<typeof Answer>;

export const BatchAnswer = z.object({
  result: mapOf(z.unknown()),
  result_error: mapOf(ErrorAnswer).default({}),
  result_total: mapOf(Count).default({}),
  result_next: mapOf(Count).default({}),
  result_time: mapOf(Time).default({}),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;
