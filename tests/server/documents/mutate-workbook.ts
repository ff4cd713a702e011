import type { Choice } from '../threats/seeded-choice.ts';
import { buildArchive, type ArchiveEntry } from './build-archive.ts';
import { handMade, headings, line } from './sample-workbook.ts';

/** A workbook of which something was changed: bytes of a whole one, or the texts inside one that is packed again. */
export function mutateWorkbook(choice: Choice, whole: Buffer): Buffer {
  return choice.isChosen(0.5) ? spoilBytes(choice, whole) : buildArchive(spoilParts(choice));
}

function spoilBytes(choice: Choice, whole: Buffer): Buffer {
  let bytes = Buffer.from(whole);
  const times = 1 + choice.below(6);
  for (let time = 0; time < times; time += 1) {
    const at = choice.below(bytes.length);
    // The directory at the end decides most.
    const near = choice.isChosen(0.4) ? Math.max(0, bytes.length - 1 - choice.below(600)) : at;
    const kinds: (() => unknown)[] = [
      () => (bytes[near] = choice.below(256)),
      () => bytes.writeUInt16LE(choice.oneOf([0, 1, 0xff, 0x7fff, 0xffff]), Math.min(near, bytes.length - 2)),
      () => bytes.writeUInt32LE(choice.oneOf([0, 1, 0x7fffffff, 0xffffffff]), Math.min(near, bytes.length - 4)),
      () => (bytes = bytes.subarray(0, Math.max(22, near))),
      () => (bytes = Buffer.concat([bytes.subarray(0, near), bytes.subarray(at, at + 200), bytes.subarray(near)])),
      () => (bytes = Buffer.concat([bytes, bytes.subarray(near)])),
    ];
    choice.oneOf(kinds)();
  }
  return bytes;
}

const cells = ['<c r="D2"><v>100.5</v></c>', '<c r="D3" t="s"><v>0</v></c>', '<c r="D4"><f>D2*2</f><v>201</v></c>'];
const shared = '<sst><si><t>Петров Иван</t></si><si><r><t>Про</t></r><r><t>дажи</t></r></si></sst>';

function spoilParts(choice: Choice): ArchiveEntry[] {
  const rows = headings + cells.map((cell, index) => line(index + 2, `person:${index + 3}`, 'Петров Иван', cell)).join('');
  const parts = handMade(rows, [{ name: 'xl/sharedStrings.xml', content: shared }]);
  const times = 1 + choice.below(4);
  for (let time = 0; time < times; time += 1) {
    const index = choice.below(parts.length);
    const part = parts[index];
    if (part === undefined) continue;
    const text = String(part.content);
    const at = choice.below(text.length);
    const until = at + (choice.isChosen(0.5) ? 0 : choice.below(40));
    parts[index] = { ...part, content: text.slice(0, at) + choice.oneOf(tokens) + text.slice(until) };
  }
  if (choice.isChosen(0.1)) parts.splice(choice.below(parts.length), 1);
  return parts;
}

const tokens = [
  '',
  '<',
  '>',
  '&',
  '&amp;',
  '&#0;',
  '&#x110000;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '<!DOCTYPE a>',
  '<?xml version="1.1"?>',
  '</worksheet>',
  '<row r="1048577">',
  '<row r="-1">',
  '<c r="ZZZ1"><v>1</v></c>',
  '<c t="s"><v>99999999</v></c>',
  '<c t="s"><v>-1</v></c>',
  '<c t="__proto__"><v>1</v></c>',
  '<v>1e999</v>',
  '<v>NaN</v>',
  '<f>1</f>',
  '<x:c xmlns:x="y"/>',
  ' r="A1"',
  ' __proto__="x"',
  '../../../etc/passwd',
  '\u0000',
  '\ud800',
  '\ufffe',
  '😀',
  '"',
  '9'.repeat(400),
  'я'.repeat(3000),
  '<a>'.repeat(40),
];
