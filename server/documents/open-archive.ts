import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { workbookLimits } from './workbook-limits.ts';
import { WorkbookRefused } from './workbook-fault.ts';

export interface Archive {
  readonly file: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
}

const zipMark = Buffer.from('PK\u0003\u0004');
/** Old workbooks and those with a password are compound files of another kind. */
const compoundMark = Buffer.from('D0CF11E0A1B11AE1', 'hex');

/** Looks at the directory of an archive, without unpacking anything, and refuses what no workbook needs. */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  if (bytes.length > workbookLimits.uploadBytes) throw new WorkbookRefused('too-large', `${bytes.length} bytes`);
  if (bytes.subarray(0, 8).equals(compoundMark)) throw new WorkbookRefused('protected', 'A compound file');
  if (!bytes.subarray(0, 4).equals(zipMark)) throw new WorkbookRefused('not-a-workbook', 'No archive');
  // Sizes are counted while unpacking, where a header cannot lie about them.
  const file = await read(fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: false, strictFileNames: true }));
  if (file.entryCount > workbookLimits.entries) throw new WorkbookRefused('suspicious', `${file.entryCount} entries`);
  const entries = await read(listEntries(file));
  checkEntries(entries);
  return { file, entries: new Map(entries.map((entry) => [entry.fileName, entry])) };
}

async function listEntries(file: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of file.eachEntry()) entries.push(entry);
  return entries;
}

/** Whatever the library finds wrong with an archive is the file's fault. */
async function read<Found>(reading: Promise<Found>): Promise<Found> {
  try {
    return await reading;
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : 'unknown';
    const isPath = /relative path|absolute path|invalid characters/.test(message);
    throw new WorkbookRefused(isPath ? 'suspicious' : 'damaged', message);
  }
}

function checkEntries(entries: readonly Entry[]): void {
  const faults: readonly (readonly [WorkbookRefused['fault'], string, boolean])[] = [
    ['protected', 'An entry is encrypted', entries.some((entry) => entry.isEncrypted())],
    ['suspicious', 'A name stands twice', new Set(entries.map(({ fileName }) => fileName)).size < entries.length],
    ['suspicious', 'An archive inside', entries.some(({ fileName }) => nested.test(fileName))],
    ['suspicious', 'Entries share their bytes', doOverlap(entries)],
    [
      'unpacks-too-large',
      'Too much in all',
      entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0) > workbookLimits.unpackedBytes,
    ],
    ['unpacks-too-large', 'An entry grows too much', entries.some(growsTooMuch)],
  ];
  const found = faults.find(([, , isSo]) => isSo);
  if (found !== undefined) throw new WorkbookRefused(found[0], found[1]);
}

const nested = /\.(zip|zipx|xls[xmb]|xlt[xm]|doc[xm]|ppt[xm]|od[stp]|jar|apk|7z|rar|t?gz|bz2|xz|tar|cab)$/i;

const growsTooMuch = ({ compressedSize, uncompressedSize }: Entry): boolean => uncompressedSize > compressedSize * workbookLimits.ratio;

/** A bomb of a few kilobytes lets many entries unpack the same bytes. */
function doOverlap(entries: readonly Entry[]): boolean {
  const spans = entries.map(({ relativeOffsetOfLocalHeader: from, compressedSize }) => ({ from, until: from + compressedSize }));
  spans.sort((a, b) => a.from - b.from);
  return spans.some(({ until }, index) => until > (spans[index + 1]?.from ?? Infinity));
}
