import { parseArgs } from 'node:util';
import { parseCLI, startVitest } from 'vitest/node';

const help = `npm run test:signing -- [--mutations 5000] [--rounds 500] [--kills 100] [--seed 1] [--store pglite|postgres]

Signs until something would break: random mutations of ledger, journal and package are each found by the verifier; rounds of
50 requests at once give one signature each; and a process that is killed while people sign has every receipt afterwards.
Races and kills run on each store unless one is named.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    mutations: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '500' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function run(): Promise<void> {
  process.env['SIGNING_MUTATIONS'] = values.mutations;
  process.env['SIGNING_ROUNDS'] = values.rounds;
  process.env['SIGNING_KILLS'] = values.kills;
  process.env['SIGNING_SEED'] = values.seed;
  const projects = values.store === undefined ? ['server-pglite', 'server-postgres'] : [`server-${values.store}`];
  const words = ['vitest', 'run', '--config', 'tests/vitest.config.ts', ...projects.flatMap((project) => ['--project', project])];
  const files = ['package', 'sign-races', 'sign-kill'].map((name) => `tests/server/evidence/${name}.test.ts`);
  const { options } = parseCLI(words);
  const startedAt = performance.now();
  const vitest = await startVitest('test', files, { ...options, watch: false, maxWorkers: 2 });
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state: string): number => tests.filter((one) => one === state).length;
  const failed = count('failed') + vitest.state.getUnhandledErrors().length;
  await vitest.close();
  console.log(
    `${values.mutations} mutations, ${values.rounds} rounds, ${values.kills} kills from seed ${values.seed} on ${projects.join(' and ')}, ` +
      `${Math.round((performance.now() - startedAt) / 1000)} s`,
  );
  console.log(`${count('passed')} passed, ${failed} failed`);
  process.exitCode = failed === 0 && count('passed') > 0 ? 0 : 1;
}

if (values.help) console.log(help);
else await run();
process.exit();
