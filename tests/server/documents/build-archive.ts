import { crc32, deflateRawSync } from 'node:zlib';

export interface ArchiveEntry {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the headers say of the size; the truth when absent. */
  readonly declaredBytes?: number;
  readonly isEncrypted?: boolean;
  /** Unpacks the bytes of the first entry. */
  readonly sharesFirst?: boolean;
}

const deflated = 8;

/** An archive as a program would write it, or as an attacker would. */
export function buildArchive(entries: readonly ArchiveEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  let first: { packed: Buffer; checksum: number } | null = null;
  for (const entry of entries) {
    const content = Buffer.from(entry.content as string);
    const own: { packed: Buffer; checksum: number } =
      entry.sharesFirst === true && first !== null ? first : { packed: deflateRawSync(content), checksum: crc32(content) };
    first ??= own;
    const name = Buffer.from(entry.name);
    const about = header(entry, { ...own, name, size: entry.declaredBytes ?? content.length });
    const at = entry.sharesFirst === true ? 0 : offset;
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), u16(20), about, u16(0), u16(0), u16(0), u32(0), u32(at), name]));
    if (entry.sharesFirst === true) continue;
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, name, own.packed]);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = u16(central.length);
  const end = Buffer.concat([Buffer.from('PK\u0005\u0006'), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)]);
  return Buffer.concat([...locals, directory, end]);
}

/** The fields that both headers of an entry share. */
function header(entry: ArchiveEntry, of: { packed: Buffer; checksum: number; name: Buffer; size: number }): Buffer {
  const flags = 0x800 | (entry.isEncrypted === true ? 1 : 0);
  const times = [u16(0), u16(0x21)];
  return Buffer.concat([
    u16(20),
    u16(flags),
    u16(deflated),
    ...times,
    u32(of.checksum),
    u32(of.packed.length),
    u32(of.size),
    u16(of.name.length),
    u16(0),
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
