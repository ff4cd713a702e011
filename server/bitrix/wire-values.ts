import { z } from 'zod';

/** Classic methods write ids as strings, universal ones as numbers. */
export const Id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,18}$/)]).transform((value) => BigInt(value));

/** No link is null, an empty string, `"0"` or 0. */
export const Link = z
  .union([z.number(), z.string(), z.null()])
  .optional()
  .transform((value): bigint | null => {
    const text = String(value ?? '');
    return /^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null;
  });

/** ISO 8601 with the offset of the portal's server. */
export const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A date arrives as a datetime whose time part is technical: midnight of UTC or of the server. */
export const Day = z
  .string()
  .nullish()
  .transform((text): string | null => {
    if (!text || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
    const at = new Date(text);
    const isUtcMidnight = text.length > 10 && at.getTime() % 86_400_000 === 0;
    return isUtcMidnight ? at.toISOString().slice(0, 10) : text.slice(0, 10);
  });

/** A number keeps its shortest exact notation: amounts up to 15 digits survive JSON unchanged. */
export const Amount = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => String(value ?? '0') || '0')
  .pipe(z.string().regex(/^-?\d{1,18}(\.\d+)?$/));

export const Flag = z
  .union([z.boolean(), z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => value === true || value === 'Y' || value === 1 || value === '1');

export const Text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

export const Int = z.coerce.number().int();
