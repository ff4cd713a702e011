import { z } from 'zod';

/** Empty maps arrive as `[]`. */
const mapOf = <Value extends z.ZodType>(value: Value) =>
  z.union([
    z
      .array(z.unknown())
      .transform((list): Record<string, z.infer<Value>> =>
        Object.fromEntries(list.map((item, index) => [String(index), value.parse(item)])),
      ),
    z.record(z.string(), value),
  ]);

const Time = z.object({
  date_start: z.string().optional(),
  operating: z.number().optional(),
  operating_reset_at: z.number().optional(),
});

const ClassicError = z.object({
  error: z.union([z.string(), z.number()]).transform(String),
  error_description: z.string().nullish(),
});

/** REST 3.0 has an object where the second generation has a word. */
const V3Error = z
  .object({ error: z.object({ code: z.string(), message: z.string().nullish() }) })
  .transform(({ error }) => ({ error: error.code, error_description: error.message }));

export const ErrorAnswer = z.union([ClassicError, V3Error]);

export const Answer = z.object({
  result: z.unknown(),
  total: z.number().nullish(),
  next: z.number().nullish(),
  time: Time.nullish(),
});
export type Answer = z.infer<typeof Answer>;

export const BatchAnswer = z.object({
  result: mapOf(z.unknown()),
  result_error: mapOf(ErrorAnswer).default({}),
  result_total: mapOf(z.number()).default({}),
  result_next: mapOf(z.number()).default({}),
  result_time: mapOf(Time).default({}),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;
