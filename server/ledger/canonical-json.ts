import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export type CanonicalValue = string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue };

/**
 * RFC 8785 canonical JSON. Money, percents and ids are strings and numbers are safe integers only,
 * because the serializer rounds larger ones silently; text is NFC; keys are ASCII; absent is absent, never undefined.
 */
export function toCanonicalJson(value: CanonicalValue): string {
  check(value, '$');
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('The value has no canonical form');
  return text;
}

function check(value: unknown, path: string): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError(`${path} must be a safe integer`);
    return;
  }
  // Array.from makes a hole an undefined, which has no place here.
  if (Array.isArray(value)) return Array.from(value).forEach((item, index) => check(item, `${path}[${index}]`));
  if (typeof value !== 'object' || !isPlain(value)) throw new TypeError(`${path} has no place in a signed document`);
  for (const [key, item] of Object.entries(value)) {
    if (!/^[\x20-\x7e]+$/.test(key)) throw new TypeError(`${path}: the key ${JSON.stringify(key)} is not ASCII`);
    check(item, `${path}.${key}`);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value);
}

function checkText(text: string, path: string): void {
  if (!text.isWellFormed()) throw new TypeError(`${path} holds half a character`);
  if (text !== text.normalize('NFC')) throw new TypeError(`${path} is not in Unicode form NFC`);
}

/** SHA-256 over `domain` NUL `text`, lower-case hex; the domain keeps a hash of one kind from passing for another. */
export function hashInDomain(domain: string, text: string): string {
  return createHash('sha256').update(domain).update('\0').update(text, 'utf8').digest('hex');
}
