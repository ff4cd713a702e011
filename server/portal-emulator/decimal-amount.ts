/** Money as a decimal string with at least two places; null when it is not a number. */
export function readAmount(value: unknown): string | null {
  const match = /^(-?\d{1,15})(?:\.(\d{1,4}))?$/.exec(String(value).trim());
  return match ? `${match[1]}.${(match[2] ?? '').padEnd(2, '0')}` : null;
}
