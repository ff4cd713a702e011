/**
 * A number of a cell as an exact decimal text; null when it is none. Excel keeps 15 digits and shows no more,
 * while files carry the rest of a binary fraction: 0.30000000000000004 is what people know as 0.3.
 */
export function readNumber(text: string, isTyped: boolean): string | null {
  return isTyped ? readTyped(text) : readWritten(text);
}

function readTyped(text: string): string | null {
  if (!/^[-+]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][-+]?\d{1,4})?$/.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? toPlain(number.toPrecision(15)) : null;
}

/** A number that stands in a cell as text: «1 200 000,50». Whether «1,200» is a thousand or one and a fifth nobody knows. */
function readWritten(text: string): string | null {
  const bare = text.replace(/[\s\u00A0\u202F]/g, '').replace('\u2212', '-');
  const [, whole, fraction = ''] = /^(-?\d{1,18})(?:[.,](\d{1,18}))?$/.exec(bare) ?? [];
  if (whole === undefined || fraction.length === 3) return null;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** `1.5e-7` as `0.00000015`. */
function toPlain(text: string): string {
  const [, sign = '', first = '', rest = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(text) ?? [];
  const digits = first + rest;
  const point = first.length + Number(exponent);
  const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const fraction = (point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '');
  return `${sign}${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`;
}
