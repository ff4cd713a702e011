import { parseCLI, startVitest, type TestModule } from 'vitest/node';
import { askEveryEngine } from './support/every-engine.ts';
import { findPostgresBinaries, missingPostgres } from './support/postgres-binaries.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * `npm test -- --project server` means the server tests on the engines that they are about;
 * with `--every-engine` all of them run on each engine of this machine.
 */
function readArguments(all: string[]): ReturnType<typeof parseCLI> {
  const given = all.filter((word) => word !== '--every-engine');
  if (given.length < all.length) askEveryEngine();
  const expanded = given.flatMap((word, at) => (word === 'server' && given[at - 1] === '--project' ? ['server-*'] : [word]));
  return parseCLI(['vitest', 'run', '--config', 'tests/vitest.config.ts', ...expanded]);
}

async function run(): Promise<Tally> {
  const { filter, options } = readArguments(process.argv.slice(2));
  const vitest = await startVitest('test', filter, { ...options, watch: false });
  const tally = vitest.state.getTestModules().reduce(addModule, { passed: 0, failed: 0, skipped: 0 });
  tally.failed += vitest.state.getUnhandledErrors().length;
  if (findPostgresBinaries() === undefined) {
    tally.skipped += countTests(vitest.state.getTestModules().filter((module) => module.project.name === 'server-pglite'));
    console.log(`SKIPPED: ${missingPostgres}; the server tests ran on PGlite only`);
  }
  await vitest.close();
  return tally;
}

function addModule(tally: Tally, module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  const failed = count('failed');
  // A file that could not be loaded, or a hook that failed, has no failed test to show for it.
  const brokenOutside = module.state() === 'failed' && failed === 0 ? 1 : 0;
  return {
    passed: tally.passed + count('passed'),
    failed: tally.failed + failed + count('pending') + brokenOutside,
    skipped: tally.skipped + count('skipped'),
  };
}

function countTests(modules: TestModule[]): number {
  return modules.reduce((sum, module) => sum + [...module.children.allTests()].length, 0);
}

async function runOrExplain(): Promise<Tally> {
  try {
    return await run();
  } catch (failure) {
    console.error(failure);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const { passed, failed, skipped } = await runOrExplain();
const nothingRan = passed + failed === 0;
process.exitCode = failed > 0 || nothingRan ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`, () => process.exit());
