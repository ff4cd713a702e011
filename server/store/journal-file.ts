import { createReadStream } from 'node:fs';
import { appendFile, open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readJournalLine, type JournalLine } from './journal-line.ts';

export interface JournalFile {
  /** Resolves when the lines are on the disk; lines that come together share one sync. */
  append(lines: readonly string[]): Promise<void>;
  /** Whole lines in their order. */
  read(): AsyncIterable<JournalLine>;
  /** Lines of a damaged middle that nobody can read any more, as found when it was opened. */
  readonly damagedLines: number;
  /** Bytes behind the last whole line, which were put aside: nobody was answered because of them. */
  readonly tornBytes: number;
  /** Has somebody else written into it? */
  isChanged(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens or begins the file, and cuts off what a crash left behind its last whole line. */
export async function openJournalFile(file: string): Promise<JournalFile> {
  let handle: FileHandle | undefined = await openToAppend(file);
  const found = await findEnd(file);
  const tornBytes = (await handle.stat()).size - found.end;
  if (tornBytes > 0) {
    await keepTorn(file, found.end);
    await handle.truncate(found.end);
  }
  await handle.datasync();
  let size = found.end;
  let waiting: { text: string; resolve: () => void; reject: (failure: unknown) => void }[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        handle ??= await reopen(file, size);
        const bytes = Buffer.from(batch.map(({ text }) => text).join(''));
        await handle.appendFile(bytes);
        await handle.datasync();
        size += bytes.length;
        for (const one of batch) one.resolve();
      } catch (failure) {
        // After a failed sync the system may forget what was not written, so that the file is opened and written anew.
        const failed = handle;
        handle = undefined;
        await failed?.close().catch(() => undefined);
        for (const one of batch) one.reject(failure);
      }
    }
    flushing = undefined;
  }

  return {
    damagedLines: found.damaged,
    tornBytes,
    append: (lines) =>
      new Promise((resolve, reject) => {
        waiting.push({ text: lines.map((line) => `${line}\n`).join(''), resolve, reject });
        flushing ??= flush();
      }),
    read: async function* () {
      for await (const { text } of readLines(file)) {
        const line = readJournalLine(text);
        if (line !== undefined) yield line;
      }
    },
    isChanged: async () => flushing === undefined && (await stat(file)).size !== size,
    close: async () => {
      await flushing;
      await handle?.close();
      handle = undefined;
    },
  };
}

async function openToAppend(file: string): Promise<FileHandle> {
  const handle = await open(file, 'a', 0o600);
  // The name of a new file is on the disk only when its folder is.
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return handle;
}

/** Whatever the failed attempt has left behind what is surely there goes first. */
async function reopen(file: string, size: number): Promise<FileHandle> {
  const handle = await open(file, 'a', 0o600);
  await handle.truncate(size);
  return handle;
}

/** Where the last whole line ends, and how many lines before it cannot be read. */
async function findEnd(file: string): Promise<{ end: number; damaged: number }> {
  let end = 0;
  let damaged = 0;
  let unreadable = 0;
  for await (const { text, end: after } of readLines(file)) {
    if (readJournalLine(text) === undefined) unreadable += 1;
    else {
      end = after;
      damaged += unreadable;
      unreadable = 0;
    }
  }
  return { end, damaged };
}

async function keepTorn(file: string, from: number): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: from })) chunks.push(chunk as Buffer);
  await appendFile(`${file}.torn`, Buffer.concat([...chunks, Buffer.from('\n')]), { mode: 0o600, flush: true });
}

/** Lines that have an end, with the place behind it. */
async function* readLines(file: string): AsyncGenerator<{ text: string; end: number }> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    let bytes = Buffer.concat([rest, chunk as Buffer]);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10)) {
      offset += at + 1;
      yield { text: bytes.toString('utf8', 0, at), end: offset };
      bytes = bytes.subarray(at + 1);
    }
    rest = Buffer.from(bytes);
  }
}
