import type { Choice } from '../seeded-choice.ts';

/** Texts that parsers, queries and pages have stumbled over. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202e\u2028\ufeff',
  '\r\nx-injected: 1',
  "' or 1=1 --",
  '1; drop table portal',
  '../../etc/passwd',
  '%00%zz',
  '<script>window.__xss=1</script>',
  '${7*7}{{7*7}}',
  '__proto__',
  'constructor',
  'null',
  'true',
  'NaN',
  '-1',
  '0',
  '01',
  '1e309',
  '2147483648',
  '9007199254740993',
  '999999999999999999',
  '9223372036854775808',
  '9'.repeat(400),
  '-999999999999999999.9999',
  '999999999999999999.9999',
  '0.001',
  'company',
  'person:999999999999999999',
  'department:1; drop',
  'person:03',
  '2026-13',
  '2026-02-31',
  '0000-00',
  '2199-12',
  '1900-01',
  '01890a5d-ac96-774b-bcce-b302099a8057',
  'F'.repeat(64),
  'f'.repeat(64),
  'я'.repeat(5000),
  '😀'.repeat(3000),
  'http://169.254.169.254/latest',
  'https://oauth.bitrix.info@evil.example/',
];

/** As they stand in JSON: some of them are no values of JavaScript. */
const hostileJson: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e21',
  '1e999',
  '2147483648',
  '9007199254740993',
  '[]',
  '{}',
  '[[[[[]]]]]',
  '{"toString":1,"valueOf":1}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '[null,null]',
  '{"length":1e9}',
];

export function hostileJsonValue(choice: Choice): string {
  if (choice.isChosen(0.35)) return choice.oneOf(hostileJson);
  return JSON.stringify(choice.oneOf(hostileTexts));
}

/** Names that reach for what is behind an object. */
export const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  '__proto__[isAdmin]',
  'portal_id',
  'portalId',
  'isAdmin',
  'userId',
  'a[b]',
  '',
];
