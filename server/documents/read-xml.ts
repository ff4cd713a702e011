import { StringDecoder } from 'node:string_decoder';
import sax from 'sax';
import type { Archive } from './open-archive.ts';
import { workbookLimits } from './workbook-limits.ts';
import { WorkbookRefused } from './workbook-fault.ts';

export interface XmlHandler {
  /** Names come without the prefix of their namespace. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** How many bytes were unpacked so far, of all parts of one file. */
export interface UnpackedBytes {
  count: number;
}

/** Unpacks one part and goes through its elements; false when the archive has no such part. */
export async function readXmlPart({ file, entries }: Archive, path: string, spent: UnpackedBytes, handler: XmlHandler): Promise<boolean> {
  const entry = entries.get(path);
  if (entry === undefined) return false;
  const parse = createXmlReader(handler);
  let own = 0;
  try {
    for await (const chunk of await file.openReadStreamPromise(entry)) {
      const bytes = chunk as Buffer;
      own += bytes.length;
      spent.count += bytes.length;
      // What a header says is a promise; what comes out is counted.
      if (own > entry.uncompressedSize) throw new WorkbookRefused('suspicious', `${path} is larger than it says`);
      if (spent.count > workbookLimits.unpackedBytes) throw new WorkbookRefused('unpacks-too-large', path);
      parse.write(bytes);
    }
    parse.end();
  } catch (failure) {
    if (failure instanceof WorkbookRefused) throw failure;
    throw new WorkbookRefused('damaged', `${path}: ${failure instanceof Error ? failure.message : 'unknown'}`);
  }
  return true;
}

function createXmlReader(handler: XmlHandler): { write(bytes: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  const xml = sax.parser(true, { position: false });
  let depth = 0;
  Object.assign(xml, {
    onerror: (failure) => {
      throw failure;
    },
    // A document type can define entities that unpack each other without an end, or name files of ours.
    ondoctype: () => {
      throw new WorkbookRefused('forbidden-markup', 'A document type');
    },
    onopentag: ({ name, attributes }) => {
      depth += 1;
      if (depth > workbookLimits.depth) throw new WorkbookRefused('suspicious', 'Elements too deep inside each other');
      handler.open?.(bare(name), attributes as Record<string, string>);
    },
    onclosetag: (name) => {
      depth -= 1;
      handler.close?.(bare(name));
    },
    ontext: (text) => handler.text?.(text),
    oncdata: (text) => handler.text?.(text),
  } satisfies Partial<sax.SAXParser>);
  return {
    write: (bytes) => void xml.write(decoder.write(bytes)),
    end: () => void xml.write(decoder.end()).close(),
  };
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);
