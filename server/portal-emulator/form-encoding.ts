import { isRecord } from './nested-parameters.ts';

/** Nested values as PHP writes them into a form: `auth[domain]=…`. */
export function encodeForm(fields: Readonly<Record<string, unknown>>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) append(form, name, value);
  return form;
}

function append(form: URLSearchParams, name: string, value: unknown): void {
  if (Array.isArray(value)) value.forEach((item, index) => append(form, `${name}[${index}]`, item));
  else if (isRecord(value)) for (const [key, item] of Object.entries(value)) append(form, `${name}[${key}]`, item);
  else if (value !== null && value !== undefined) form.append(name, typeof value === 'boolean' ? (value ? '1' : '') : String(value));
}
