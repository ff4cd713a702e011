import { zipSync, type Zippable } from 'fflate';

/** A zip of these files in their order; the same files give the same bytes. */
export function writeArchive(files: ReadonlyMap<string, Uint8Array>, at: Date): Uint8Array {
  // Times in archives are local and say nothing of their zone, so that the day alone is kept.
  const mtime = new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), 12);
  const entries: Zippable = Object.fromEntries([...files].map(([name, bytes]) => [name, [bytes, { level: 6, mtime }] as const]));
  return zipSync(entries);
}
