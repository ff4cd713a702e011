/** What Bitrix24 knows of each thing that is sold, in the order they are offered. */
export const builtInDimensions = ['client', 'product-section', 'product', 'brand', 'pipeline'] as const;

/** What a line can be about beside its owner; a custom one is the portal's own, such as `custom.route`. */
export type DimensionCode = (typeof builtInDimensions)[number] | `custom.${string}`;

/** One value for each dimension: ids of the portal as text, brands and custom values as they are written. */
export type Dimensions = Readonly<Partial<Record<DimensionCode, string>>>;

/** `brand=Исток&client=company:12`: sorted and escaped, '' for a line about everything. */
export type DimensionKey = string;

const builtIn: readonly string[] = builtInDimensions;

export function isDimensionCode(text: string): text is DimensionCode {
  return builtIn.includes(text) || /^custom\.[a-z0-9][a-z0-9-]{0,39}$/.test(text);
}

/** The one text of these values; equal values have equal texts, and an empty value says nothing. */
export function toDimensionKey(dimensions: Dimensions): DimensionKey {
  return listDimensions(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, value]) => `${code}=${escapeValue(value)}`)
    .join('&');
}

/** Values of a key; undefined for a text that `toDimensionKey` does not write. */
export function parseDimensionKey(key: string): Dimensions | undefined {
  const dimensions: Partial<Record<DimensionCode, string>> = {};
  for (const part of key === '' ? [] : key.split('&')) {
    const at = part.indexOf('=');
    const code = part.slice(0, Math.max(0, at));
    if (!isDimensionCode(code)) return undefined;
    dimensions[code] = unescapeValue(part.slice(at + 1));
  }
  return toDimensionKey(dimensions) === key ? dimensions : undefined;
}

export function listDimensions(dimensions: Dimensions): [DimensionCode, string][] {
  return Object.entries(dimensions).flatMap(([code, value]) => (isDimensionCode(code) && value ? [[code, value]] : []));
}

/** Separators, spaces, and what cannot be printed or stand in a workbook, would break the key where it is written next to others. */
function escapeValue(value: string): string {
  return value.replace(/[%&=\s\p{C}\uFFFD]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, index) => `%${sign.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}

function unescapeValue(text: string): string {
  return text.replace(/%([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
