import { z } from 'zod';

/** Classic methods write ids as strings, universal ones as numbers. */
export const Id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,18}$/)]).transform((value) => BigInt(value));

/** A field that is not there at all is as empty as one that is. */
const empty = z.union([z.literal(''), z.literal(false), z.null()]).optional();

/** No link is null, an empty string, false, `"0"` or 0. */
export const Link = z.union([Id, empty]).transform((value): bigint | null => (typeof value === 'bigint' && value > 0n ? value : null));

/** ISO 8601 with the offset of the portal's server; the year is one that the store can hold. */
export const Instant = z.iso
  .datetime({ offset: true })
  .regex(/^(19|2\d)\d\d/)
  .transform((text) => new Date(text));

export const InstantOrNone = z.union([Instant, empty]).transform((value) => (value instanceof Date ? value : null));

/** A date arrives as a datetime whose time part is technical: midnight of UTC or of the server; MySQL's zero date is none. */
export const Day = z
  .union([z.string().regex(/^\d{4}-\d{2}-\d{2}/), empty])
  .refine((text) => !isDayText(text) || !Number.isNaN(new Date(text).getTime()))
  .transform((text): string | null => {
    if (!isDayText(text)) return null;
    const at = new Date(text);
    const isUtcMidnight = text.length > 10 && at.getTime() % 86_400_000 === 0;
    return isUtcMidnight ? at.toISOString().slice(0, 10) : text.slice(0, 10);
  });

const isDayText = (text: string | false | null | undefined): text is string => Boolean(text) && !String(text).startsWith('0000-');

/** A number keeps its shortest exact notation: amounts up to 15 digits survive JSON unchanged; 16 whole digits and two decimals fit the store. */
export const Amount = z
  .union([z.string(), z.number(), empty])
  .transform((value) => String(value || '0'))
  .pipe(z.string().regex(/^-?\d{1,16}(\.\d{1,10})?$/));

/** Prices and quantities come out of divisions and may have more places than are kept; the text is exact as far as the number was. */
export const Decimal = z
  .union([z.string(), z.number(), empty])
  .transform((value) => (typeof value === 'number' && Math.abs(value) < 1e-6 ? value.toFixed(10) : String(value || '0')))
  .pipe(z.string().regex(/^-?\d{1,12}(\.\d{1,20})?$/));

export const Flag = z
  .union([z.boolean(), z.enum(['Y', 'N', '1', '0', '']), z.literal(1), z.literal(0), z.null()])
  .optional()
  .transform((value) => value === true || value === 'Y' || value === 1 || value === '1');

/** The zero byte is the one character that PostgreSQL keeps in no text; names in Bitrix24 end at 255. */
export const Text = z
  .string()
  .nullish()
  .transform((value) => (value ?? '').slice(0, 1000).replaceAll('\0', ''));

/** Fits the store's integer. */
export const Int = z
  .union([z.number().int(), z.string().regex(/^-?\d{1,10}$/)])
  .transform(Number)
  .pipe(
    z
      .number()
      .min(-(2 ** 31))
      .max(2 ** 31 - 1),
  );

/** Kinds and directions; fits the store's smallint. */
export const SmallInt = Int.pipe(z.number().min(-32_768).max(32_767));

/** A stage in progress may have no semantics of its own. */
export const Semantics = z.union([z.enum(['P', 'S', 'F']), empty]).transform((value) => value || 'P');

export const StageId = z.string().regex(/^[^\0]{1,64}$/);
