import { z } from 'zod';
import type { Expected } from './method-check.ts';

/** A refusal of REST 3.0 by its code and the fields it blames. */
export function v3Refusal(exception: string, status = 400, ...fields: readonly string[]): Pick<Expected, 'answers' | 'status'> {
  const fault = z.tuple(fields.map((field) => z.looseObject({ field: z.literal(field), message: z.string() })) as unknown as []);
  return {
    status,
    answers: z.strictObject({
      error: z.strictObject({
        code: z.literal(`BITRIX_REST_V3_EXCEPTION_${exception}`),
        message: z.string(),
        ...(fields.length === 0 ? {} : { validation: fault }),
      }),
    }),
  };
}
