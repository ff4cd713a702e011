import { fileURLToPath } from 'node:url';
import b24ui from '@bitrix24/b24ui-nuxt/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { isEveryEngine } from './support/every-engine.ts';
import { guardsOff, patchSources } from './support/guard-off.ts';
import { LongestFirst } from './support/longest-first.ts';
import { findPostgresBinaries, missingPostgres } from './support/postgres-binaries.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const supportFile = (name: string): string => fileURLToPath(new URL(`./support/${name}`, import.meta.url));
const guard = [supportFile('network-guard.ts')];

const hasPostgres = findPostgresBinaries() !== undefined;
if (!hasPostgres && process.env['REQUIRE_POSTGRES'] === '1') throw new Error(`${missingPostgres}, and REQUIRE_POSTGRES=1 asks for it`);

/** Workers and the processes that tests start find the sources of packages, and their own, compiled. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.vite/compiled', import.meta.url)) };

function nodeProject(name: string, include: string[]): TestProjectInlineConfiguration {
  // A process of its own for each file would cost more than most files: the store and the server are loaded once a worker.
  return {
    root,
    plugins: [patchSources(guardsOff)],
    test: { name, include, environment: 'node', isolate: false, env, setupFiles: guard, testTimeout: 60_000, hookTimeout: 120_000 },
  };
}

/** Parts that know no store need no second engine. */
const withoutStore = ['bitrix', 'config', 'documents', 'ledger', 'policy', 'texts'].map((part) => `tests/server/${part}/**`);

const inServer = (part: string): string => `tests/server/${part}`;

/**
 * Of the endpoints both engines answer what depends on them: every endpoint once by its contract, what many do at once,
 * what must last, and what keeps portals apart. What else they do is asked of PostgreSQL, and the SQL of all layers below of both.
 */
const onBoth = ['access', 'changes', 'isolation', 'plan-closing', 'plans', 'review-writers', 'sign-sheet', 'signing-pin'];

/**
 * Long tests of order and waiting, whose SQL others run on both engines: each on one of them, as long as there are two.
 * Kills of a load and of signatures are for the embedded store, which syncs nothing and must last by its own log and the journal.
 */
const onPGliteHttp = ['administrator-rights', 'dismissed', 'event-flood', 'framing', 'metrics', 'pages', 'request-limits'];
const onPGliteOnly = [
  ...onPGliteHttp.map((name) => `http/${name}.test.ts`),
  'jobs/outbox.test.ts',
  'evidence/{package,sign-kill,verify-ledgers}.test.ts',
  'process/first-load-kill.test.ts',
  'threats/**',
].map(inServer);
const onPostgresOnly = [
  `http/!(${[...onBoth, ...onPGliteHttp].join('|')}).test.ts`,
  'sync/{deputies,further,read-ahead,reading-order,reconcile,refresh-token,rejected-rows}.test.ts',
  'jobs/{judge-actions,order-task,remind-about-metrics,remind-about-plans}.test.ts',
  'evidence/erasure.test.ts',
  'process/{bad-input,graceful-stop,key-commands,update-kill}.test.ts',
  'install/**',
].map(inServer);

function serverProject(engine: 'pglite' | 'postgres'): TestProjectInlineConfiguration {
  const project = nodeProject(`server-${engine}`, ['tests/server/**/*.test.ts']);
  const globalSetup = [supportFile(`start-${engine}.ts`)];
  const elsewhere = hasPostgres && !isEveryEngine() ? { pglite: onPostgresOnly, postgres: onPGliteOnly }[engine] : [];
  const exclude = engine === 'postgres' ? [...withoutStore, ...elsewhere] : elsewhere;
  return { ...project, test: { ...project.test, exclude, env: { ...env, TEST_STORE: engine }, globalSetup } };
}

const client: TestProjectInlineConfiguration = {
  root,
  plugins: [patchSources(guardsOff), vue(), b24ui({ colorMode: false, router: false, autoImport: false, components: { dts: false } })],
  test: {
    name: 'client',
    include: ['tests/client/**/*.test.ts'],
    environment: 'happy-dom',
    isolate: false,
    setupFiles: guard,
    testTimeout: 20_000,
  },
};

const browser: TestProjectInlineConfiguration = {
  root,
  plugins: [patchSources(guardsOff)],
  test: {
    name: 'browser',
    include: ['tests/browser/**/*.test.ts'],
    environment: 'node',
    setupFiles: guard,
    globalSetup: [fileURLToPath(new URL('./browser/shared-demo.ts', import.meta.url))],
    testTimeout: 240_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    // Journeys measure time, so nothing else runs beside them.
    sequence: { groupOrder: 1 },
  },
};

export default defineConfig({
  root,
  test: {
    // Twice the cores of a small machine: much of the time is waiting for timers, heartbeats and processes.
    maxWorkers: 4,
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    projects: [
      nodeProject('domain', ['tests/domain/**/*.test.ts']),
      nodeProject('portal', ['tests/portal/**/*.test.ts']),
      nodeProject('support', ['tests/support/**/*.test.ts', 'tests/checks/**/*.test.ts']),
      serverProject('pglite'),
      ...(hasPostgres ? [serverProject('postgres')] : []),
      client,
      browser,
    ],
  },
});
