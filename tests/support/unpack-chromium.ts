import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface UnpackedChromium {
  readonly executablePath: string;
  /** What the browser's process needs to find its fonts and, where the machine lacks them, its libraries. */
  readonly environment: Record<string, string>;
}

/** Unpacks the packaged Chromium once per version; its own unpacking would keep the binary of an older version. */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const folder = join(tmpdir(), `kurs-chromium-${packagedVersion()}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) await unpackInto(folder);
  const libraries = hasSystemLibraries() ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  return { executablePath: join(folder, 'chromium'), environment: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...libraries } };
}

const packageFile = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'package.json');

function packagedVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
}

/** Everything is unpacked beside its place and renamed, so that a second process never sees half of it. */
async function unpackInto(folder: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  const archives = join(dirname(packageFile), 'bin');
  const workplace = await mkdtemp(`${folder}-`);
  await inTemporaryFolder(workplace, () =>
    Promise.all(['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => inflate(join(archives, name)))),
  );
  await mkdir(join(workplace, 'font-cache'));
  await writeFile(join(workplace, 'fonts.conf'), fontSettings(folder));
  try {
    await rename(workplace, folder);
  } catch (failure) {
    await rm(workplace, { recursive: true, force: true });
    if (!existsSync(folder)) throw failure;
  }
}

/** The package unpacks into the system's temporary folder and takes no other. */
async function inTemporaryFolder(folder: string, work: () => Promise<unknown>): Promise<void> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** Only the packaged font, which has Cyrillic, so that a picture looks the same on every machine. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
}

function hasSystemLibraries(): boolean {
  const folders = ['/usr/lib', '/usr/lib64', '/lib', '/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu'];
  return ['libnss3.so', 'libnspr4.so', 'libexpat.so.1'].every((name) => folders.some((folder) => existsSync(join(folder, name))));
}
