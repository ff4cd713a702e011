import { parseArgs } from 'node:util';
import { parseCLI, startVitest } from 'vitest/node';
import { askEveryEngine } from '#support/every-engine.ts';

const help = `npm run test:signing -- [--mutations 5000] [--rounds 500] [--kills 100] [--seed 1] [--store pglite|postgres]
                         [--part mutations|races|kills]

Signs until something would break: random mutations of ledger, journal and package are each found by the verifier; rounds of
50 requests at once give one signature each; and a process that is killed while people sign has every receipt afterwards.
Races and kills run on each store unless one is named, mutations where the packages are made, on the embedded one.
Nothing has a limit of time, and how far it has come is told every quarter of a minute.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    mutations: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '500' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string' },
    part: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const parts: Readonly<Record<string, string>> = { mutations: 'package', races: 'sign-races', kills: 'sign-kill' };

async function run(): Promise<void> {
  const wanted = values.part === undefined ? Object.keys(parts) : [values.part];
  if (wanted.some((part) => parts[part] === undefined)) throw new Error('--part is mutations, races or kills');
  askEveryEngine();
  process.env['SIGNING_TALK'] = '1';
  process.env['SIGNING_MUTATIONS'] = values.mutations;
  process.env['SIGNING_ROUNDS'] = values.rounds;
  process.env['SIGNING_KILLS'] = values.kills;
  process.env['SIGNING_SEED'] = values.seed;
  const projects = values.store === undefined ? ['server-pglite', 'server-postgres'] : [`server-${values.store}`];
  const words = ['vitest', 'run', '--config', 'tests/vitest.config.ts', ...projects.flatMap((project) => ['--project', project])];
  const files = wanted.map((part) => `tests/server/evidence/${parts[part]}.test.ts`);
  const { options } = parseCLI(words);
  const startedAt = performance.now();
  const vitest = await startVitest('test', files, { ...options, watch: false, maxWorkers: 2 });
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state: string): number => tests.filter((one) => one === state).length;
  const failed = count('failed') + vitest.state.getUnhandledErrors().length;
  await vitest.close();
  console.log(
    `${wanted.join(', ')}: ${values.mutations} mutations, ${values.rounds} rounds, ${values.kills} kills from seed ${values.seed} on ${projects.join(' and ')}, ` +
      `${Math.round((performance.now() - startedAt) / 1000)} s`,
  );
  console.log(`${count('passed')} passed, ${failed} failed`);
  process.exitCode = failed === 0 && count('passed') > 0 ? 0 : 1;
}

if (values.help) console.log(help);
else await run();
process.exit();
