import { randomBytes } from 'node:crypto';
import type { FileFault } from '#contract/errors.ts';
import { buildArchive, type ArchiveEntry } from './build-archive.ts';
import { handMade, handMadeFile, headings, line } from './sample-workbook.ts';

export interface HostileWorkbook {
  readonly what: string;
  readonly bytes: Buffer;
  readonly fault: FileFault;
}

const zeros = (megabytes: number): Buffer => Buffer.alloc(megabytes * 1024 * 1024);
const sheetPart = 'xl/worksheets/sheet2.xml';
const withPart = (name: string, content: string | Buffer, more: Partial<ArchiveEntry> = {}): Buffer =>
  handMadeFile(headings, [{ name, content, ...more }]);
const worksheet = (inside: string): string => `<worksheet><sheetData>${inside}</sheetData></worksheet>`;

/** Elements that compress hardly better than real ones, so that no look at the ratio gives them away. */
const varied = (count: number, element: (mark: string) => string): string => {
  const marks = randomBytes(count * 6).toString('base64url');
  return Array.from({ length: count }, (_, at) => element(marks.slice(at * 8, at * 8 + 8))).join('');
};

const entities = ['lol', ...Array.from({ length: 9 }, (_, at) => `lol${at + 1}`)];
const laughs = entities.map((name, at) => `<!ENTITY ${name} "${at === 0 ? 'lol' : `&${entities[at - 1]};`.repeat(10)}">`).join('');

/** Files that have brought readers down, and what ours says of each. */
export const hostileWorkbooks = (): HostileWorkbook[] => [
  ...bombs(),
  ...liars(),
  ...texts(),
  { what: 'no archive', bytes: Buffer.from('Имя;План\nПетров;100'), fault: 'not-a-workbook' },
  { what: 'nothing', bytes: Buffer.alloc(0), fault: 'not-a-workbook' },
  { what: 'an archive of something else', bytes: buildArchive([{ name: 'readme.txt', content: 'x' }]), fault: 'not-a-workbook' },
  { what: 'an old workbook or one with a password', bytes: Buffer.from('D0CF11E0A1B11AE1000000', 'hex'), fault: 'protected' },
  { what: 'the first half of a workbook', bytes: handMadeFile(headings).subarray(0, 900), fault: 'damaged' },
  { what: 'a workbook of somebody else', bytes: withPart('xl/worksheets/sheet1.xml', worksheet('')), fault: 'not-ours' },
  {
    what: 'a workbook of a later shape',
    bytes: withPart('xl/worksheets/sheet1.xml', worksheet('<row r="1"><c r="A1" t="str"><v>kurs-plan</v></c><c r="B1"><v>2</v></c></row>')),
    fault: 'newer-format',
  },
];

const bombs = (): HostileWorkbook[] => [
  {
    what: 'archives in an archive, as 42.zip',
    bytes: withPart('lib 0.zip', buildArchive([{ name: '0.dll', content: zeros(8) }])),
    fault: 'suspicious',
  },
  { what: '60 MB of nothing in 60 KB', bytes: withPart(sheetPart, zeros(60)), fault: 'unpacks-too-large' },
  {
    what: 'entries that unpack the same bytes again and again',
    bytes: buildArchive([
      { name: 'a', content: varied(100_000, (mark) => mark) },
      ...Array.from({ length: 30 }, (_, at) => ({ name: `b${at}`, content: 'x', declaredBytes: 800_000, sharesFirst: true })),
    ]),
    fault: 'suspicious',
  },
  {
    what: '60 MB that hardly compress',
    bytes: buildArchive(
      [...handMade(headings), ...[1, 2, 3, 4, 5, 6].map((at) => ({ name: `p${at}`, content: 'x', declaredBytes: 99 * 3 }))].map((entry) =>
        entry.name.startsWith('p') ? { ...entry, content: Buffer.alloc(110_000, 'ab'), declaredBytes: 10 * 1024 * 1024 } : entry,
      ),
    ),
    fault: 'unpacks-too-large',
  },
  {
    what: '201 entries',
    bytes: buildArchive(Array.from({ length: 201 }, (_, at) => ({ name: `e${at}`, content: '' }))),
    fault: 'suspicious',
  },
];

const liars = (): HostileWorkbook[] => [
  { what: 'a header that tells 1 KB of 60 MB', bytes: withPart(sheetPart, zeros(60), { declaredBytes: 1024 }), fault: 'suspicious' },
  { what: 'a name that leads out of the folder', bytes: withPart('xl/../../etc/passwd', 'x'), fault: 'suspicious' },
  { what: 'a name that begins at the root', bytes: withPart('/etc/passwd', 'x'), fault: 'suspicious' },
  { what: 'a name of Windows', bytes: withPart('xl\\..\\evil.xml', 'x'), fault: 'suspicious' },
  { what: 'a name twice', bytes: buildArchive([...handMade(headings), { name: sheetPart, content: worksheet('') }]), fault: 'suspicious' },
  { what: 'an encrypted entry', bytes: withPart('xl/styles.xml', 'x', { isEncrypted: true }), fault: 'protected' },
  { what: 'a sheet that is not there', bytes: buildArchive(handMade('').filter(({ name }) => name !== sheetPart)), fault: 'damaged' },
  { what: 'a sheet that is no XML', bytes: withPart(sheetPart, 'PK\u0003\u0004<'), fault: 'damaged' },
];

const texts = (): HostileWorkbook[] => [
  {
    what: 'a million shared texts',
    bytes: withPart('xl/sharedStrings.xml', `<sst>${varied(1_000_000, (mark) => `<si><t>${mark.slice(0, 3)}</t></si>`)}</sst>`),
    fault: 'too-much-content',
  },
  {
    what: 'a billion laughs',
    bytes: withPart(sheetPart, `<!DOCTYPE lolz [${laughs}]><worksheet>&lol9;</worksheet>`),
    fault: 'forbidden-markup',
  },
  {
    what: 'an entity that is a file of ours',
    bytes: withPart(sheetPart, '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'),
    fault: 'forbidden-markup',
  },
  { what: 'an entity that nobody has declared', bytes: withPart(sheetPart, '<worksheet>&x;</worksheet>'), fault: 'damaged' },
  {
    what: 'elements in elements in elements',
    bytes: withPart(sheetPart, `<worksheet>${varied(20_000, (mark) => `<a${mark}>`)}`),
    fault: 'suspicious',
  },
  {
    what: 'an attribute of 160 KB',
    bytes: withPart(sheetPart, `<worksheet a="${varied(200_000, (mark) => mark)}"/>`),
    fault: 'not-ours',
  },
  {
    what: '20,001 rows',
    bytes: handMadeFile(headings + varied(20_001, (mark) => `<row><c t="str"><v>${mark}</v></c></row>`)),
    fault: 'too-much-content',
  },
  {
    what: 'a cell in column 51',
    bytes: handMadeFile(headings + line(2, 'person:4', 'x', '<c r="AY2"><v>1</v></c>')),
    fault: 'too-much-content',
  },
  {
    what: 'more cells than any plan has',
    bytes: handMadeFile(headings + varied(2_100, (mark) => `<row>${`<c t="str"><v>${mark}</v></c>`.repeat(49)}</row>`)),
    fault: 'too-much-content',
  },
];
