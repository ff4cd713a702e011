import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

// The package's own list is not used: --single-process loses the second context, --disable-web-security hides CORS faults.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  // Pages of a test reach this machine only.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** A real Chromium: CHROMIUM_PATH, the system's, or the one that comes with the packages; `further` are switches of its own. */
export async function launchBrowser(further: readonly string[] = []): Promise<Browser> {
  const args = [...flags, ...further];
  const system = findSystemChromium();
  if (system !== undefined) return chromium.launch({ executablePath: system, args });
  const unpacked = await unpackChromium();
  const missing = listMissingLibraries(unpacked.executablePath, unpacked.environment);
  if (missing.length > 0) {
    throw new Error(`Chromium needs ${missing.join(', ')}; on Debian: apt-get install -y libnss3 libexpat1`);
  }
  const env = { ...definedEnvironment(), ...unpacked.environment };
  return chromium.launch({ executablePath: unpacked.executablePath, args, env });
}

function findSystemChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH names ${asked}, which does not exist`);
    return asked;
  }
  return ['/usr/bin/chromium', '/usr/bin/google-chrome-stable'].find((path) => existsSync(path));
}

function listMissingLibraries(executable: string, environment: Record<string, string>): string[] {
  try {
    const listed = execFileSync('ldd', [executable], { encoding: 'utf8', env: { ...process.env, ...environment } });
    return [...listed.matchAll(/^\s*(\S+) => not found/gm)].flatMap((found) => found[1] ?? []);
  } catch {
    return [];
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
