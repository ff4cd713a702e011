import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Check {
  readonly name: string;
  readonly command: string;
  readonly needs?: string;
}

const folders = 'server client tests bitrix-manifest';

const checks: readonly Check[] = [
  { name: 'format', command: 'oxfmt --check' },
  { name: 'lint', command: 'oxlint' },
  { name: 'templates', command: 'eslint --config client/eslint.config.mjs --max-warnings 0 client' },
  { name: 'file names', command: 'node tests/checks/print-file-names.ts' },
  { name: 'dependencies', command: 'node tests/checks/print-dependency-faults.ts' },
  { name: 'layers', command: `depcruise --config .dependency-cruiser.mjs --output-type err-long ${folders}` },
  { name: 'types of the server', command: 'tsc -p server/tsconfig.json' },
  { name: 'types of the client', command: 'vue-tsc -p client/tsconfig.json' },
  { name: 'types of the tests', command: 'tsc -p tests/tsconfig.json' },
  {
    name: 'types of the portal page',
    command: 'tsc -p server/portal-emulator/page/tsconfig.json',
    needs: 'server/portal-emulator/page/tsconfig.json',
  },
  { name: 'dead code', command: 'knip --no-progress' },
];

/** Runs every check even after one has failed, so that one run names everything there is to mend. */
function runChecks(wanted: string[]): string[] {
  const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
  if (chosen.length === 0)
    throw new Error(`no check is called ${wanted.join(', ')}; there are: ${checks.map(({ name }) => name).join(', ')}`);
  return chosen.filter((check) => !passes(check)).map(({ name }) => name);
}

function passes({ name, command, needs }: Check): boolean {
  const label = name.padEnd(26);
  if (needs !== undefined && !existsSync(needs)) {
    console.log(`- ${label} nothing to check: ${needs} is not there`);
    return true;
  }
  const start = performance.now();
  const run = spawnSync(command, { shell: true, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const passed = run.status === 0;
  console.log(`${passed ? '✓' : '✗'} ${label} ${seconds}`);
  if (!passed) console.log(`${run.stdout}${run.stderr}`.trimEnd());
  return passed;
}

const failed = runChecks(process.argv.slice(2));
console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
