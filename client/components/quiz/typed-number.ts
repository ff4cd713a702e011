const powers: Readonly<Record<string, number>> = { тыс: 3, k: 3, млн: 6, m: 6 };

/** «4,6 млн» or “4 600 000” as a decimal string; null for what is no number. */
export function toTypedNumber(text: string): string | null {
  const plain = text
    .toLowerCase()
    .replaceAll(/[\s₽€$%]/g, '')
    .replace(/руб\.?$|р\.?$/, '');
  const [, whole = '', fraction = '', word = ''] = /^(\d{1,15})(?:[.,](\d{1,6}))?(тыс|млн|k|m)?\.?$/.exec(plain) ?? [];
  if (whole === '') return null;
  const power = powers[word] ?? 0;
  const digits = fraction.padEnd(power, '0');
  const rest = digits.slice(power).slice(0, 4);
  const value = `${whole}${digits.slice(0, power)}`.replace(/^0+(?=\d)/, '');
  return rest === '' ? value : `${value}.${rest}`;
}
