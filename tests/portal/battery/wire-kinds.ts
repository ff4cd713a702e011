import { z } from 'zod';

/** What values look like on the wire; the names say the meaning, the patterns the spelling. */
const text = z.string();
/** `"37"` */
const idText = z.string().regex(/^\d+$/);
/** `"19999.99"` */
const amountText = z.string().regex(/^-?\d+(\.\d+)?$/);
const flag = z.enum(['Y', 'N']);
/** `2024-09-02T18:37:18+02:00` */
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
const integer = z.number().int();

export const wire = { text, idText, amountText, flag, instant, integer, number: z.number() } as const;

/** Empty on this portal, of that kind where it is filled. */
export const orNull = <Kind extends z.ZodType>(kind: Kind): z.ZodNullable<Kind> => z.nullable(kind);
