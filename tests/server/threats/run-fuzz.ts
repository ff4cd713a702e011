import { parseArgs } from 'node:util';
import { parseCLI, startVitest } from 'vitest/node';

const help = `npm run fuzz -- [--requests 10000] [--seed 1] [--class pages|installer|event|session|reading|changing|upload|workbook|bytes|mixed]

Sends malformed and hostile requests to each class of endpoints, each request told by its seed: none of them may
end in an answer of 5xx, in a crash, in a leak or in a change. «mixed» is forms made of the parts of two portals,
«workbook» files that are read without the server, of which a fifth of the requests is enough.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    class: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** The tests that each class has. */
const names: Readonly<Record<string, string>> = {
  bytes: 'as bytes',
  mixed: 'T1: a request made of',
  workbook: 'T18: a workbook with changed parts',
};

async function run(): Promise<void> {
  process.env['FUZZ_REQUESTS'] = values.requests;
  process.env['FUZZ_SEED'] = values.seed;
  const only =
    values.class === undefined
      ? 'T25:|T18: a workbook with changed parts|T1: a request made of the parts of two portals > opens'
      : (names[values.class] ?? `: ${values.class}$`);
  const files = [
    'tests/server/threats/fuzz/fuzz.test.ts',
    'tests/server/threats/forged-requests.test.ts',
    'tests/server/documents/hostile-workbooks.test.ts',
  ];
  const { options } = parseCLI(['vitest', 'run', '--config', 'tests/vitest.config.ts', '--project', 'server-pglite', '-t', only]);
  const startedAt = performance.now();
  const vitest = await startVitest('test', files, { ...options, watch: false });
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state: string): number => tests.filter((one) => one === state).length;
  const failed = count('failed') + vitest.state.getUnhandledErrors().length;
  await vitest.close();
  const isSound = failed === 0 && count('passed') > 0;
  console.log(`${values.requests} requests a class from seed ${values.seed}, ${Math.round((performance.now() - startedAt) / 1000)} s`);
  console.log(`${count('passed')} passed, ${failed} failed`);
  process.exitCode = isSound ? 0 : 1;
}

if (values.help) console.log(help);
else await run();
process.exit();
