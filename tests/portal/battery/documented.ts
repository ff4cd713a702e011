import { z } from 'zod';
import { isLive } from './battery-portal.ts';
import type { Expected } from './method-check.ts';

/** The fields a documentation page shows. The emulator must have these and no other; a live portal may have grown more. */
export function documented<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject {
  return isLive ? z.looseObject(shape) : z.strictObject(shape);
}

/** `{ result }` */
export const answer = (result: z.ZodType): z.ZodType => documented({ result });

/** A list method's `{ result, total, next? }` with at least one row. */
export const listAnswer = (result: z.ZodType): z.ZodType =>
  documented({ result, total: z.number().int(), next: z.number().int().optional() });

export const rowsOf = (row: z.ZodType): z.ZodType => z.array(row).min(1);

/** A refusal by its code; its words where the documentation gives them. */
export function refusal(code: string, status = 400, description?: string | RegExp): Pick<Expected, 'answers' | 'status'> {
  const words = description instanceof RegExp ? z.string().regex(description) : z.string();
  return {
    status,
    answers: z.looseObject({
      error: z.literal(code),
      error_description: typeof description === 'string' ? z.literal(description) : words,
    }),
  };
}
