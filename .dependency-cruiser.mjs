/**
 * Who may import whom. `ours` names layers; a layer followed by `types` may be imported for its types only.
 * A path inside a layer may carry rows of its own: the longest match of `at` wins.
 */
const layers = {
  contract: 'server/contract',
  domain: 'server/domain',
  kernel: 'server/(errors|log|key-ring|metrics|calendar-day)\\.ts',
  manifest: 'bitrix-manifest',
  bitrix: 'server/bitrix',
  'portal-request': 'server/bitrix/portal-request\\.ts',
  ledger: 'server/ledger',
  policy: 'server/policy',
  texts: 'server/texts',
  documents: 'server/documents',
  store: 'server/store',
  sync: 'server/sync',
  'sync-trigger': 'server/sync/[a-z-]*(trigger|status|schedule)[a-z-]*\\.ts',
  install: 'server/install',
  jobs: 'server/jobs',
  http: 'server/http',
  emulator: 'server/portal-emulator',
  demo: 'server/demo',
  'client-portal': 'client/portal',
  api: 'client/api',
  stores: 'client/stores',
  components: 'client/components',
  format: 'client/format',
  locales: 'client/locales',
  views: 'client/views',
};

const table = [
  { at: 'domain', ours: [], npm: [], builtins: false },
  { at: 'contract', ours: ['domain types'], npm: ['zod'], builtins: false },
  { at: 'manifest', ours: [], npm: [], builtins: false },
  { at: 'kernel', ours: ['contract types'], npm: ['pino', 'zod', 'prom-client'], builtins: true },
  { at: 'bitrix', ours: ['kernel'], npm: ['axios', 'zod', 'dayjs'], builtins: true },
  { at: 'ledger', ours: ['domain types'], npm: ['canonicalize'], builtins: ['crypto'] },
  { at: 'policy', ours: ['domain types'], npm: [], builtins: false },
  { at: 'texts', ours: ['domain types'], npm: [], builtins: false },
  // domain, because what a workbook can hold of a name is asked where it is written and where it is compared.
  { at: 'documents', ours: ['domain', 'texts'], npm: true, builtins: true },
  {
    at: 'store',
    ours: ['domain types', 'kernel'],
    npm: ['kysely', 'pg', 'pg-boss', '@electric-sql/pglite', 'lru-cache', 'uuid'],
    builtins: true,
  },
  { at: 'sync', ours: ['bitrix', 'store', 'domain', 'kernel'], npm: ['dayjs'], builtins: true },
  { at: 'install', ours: ['bitrix', 'store', 'manifest', 'kernel'], npm: ['zod'], builtins: true },
  // zod, because what a job reads back was written as JSON.
  {
    at: 'jobs',
    ours: ['domain', 'store', 'sync', 'bitrix', 'ledger', 'documents', 'texts', 'kernel'],
    npm: ['pg-boss', 'dayjs', 'zod'],
    builtins: true,
  },
  {
    at: 'http',
    ours: ['contract', 'domain', 'store', 'install', 'ledger', 'policy', 'texts', 'documents', 'sync-trigger', 'portal-request', 'kernel'],
    npm: ['express', 'compression', 'jose', 'helmet', 'zod', 'pino-http', 'dayjs', 'uuid'],
    builtins: true,
  },
  { at: 'emulator', ours: [], npm: true, builtins: true },
  { at: 'demo', ours: ['contract', 'kernel', 'domain'], npm: true, builtins: true },
  // zod, because everything that comes from a portal is parsed.
  { at: 'client-portal', ours: ['manifest'], npm: ['vue', 'zod', '@bitrix24/b24jssdk'], builtins: false },
  { at: 'api', ours: ['contract'], npm: ['axios', 'zod'], builtins: false },
  { at: 'stores', ours: ['api', 'client-portal', 'contract', 'domain'], npm: ['vue', 'pinia'], builtins: false },
  {
    at: 'components',
    ours: ['components', 'format', 'locales', 'contract types', 'domain'],
    npm: [
      'vue',
      'vue-i18n',
      'vue-router',
      'echarts',
      'vue-echarts',
      'dayjs',
      '@bitrix24/b24ui-nuxt',
      '@bitrix24/b24icons-vue',
      '@internationalized/date',
    ],
    builtins: false,
  },
  {
    at: 'format',
    ours: ['components', 'locales', 'contract types', 'domain'],
    npm: ['vue', 'vue-i18n', 'dayjs', 'write-excel-file'],
    builtins: false,
  },
  { at: 'locales', ours: ['contract types'], npm: ['vue', 'vue-i18n'], builtins: false },
  {
    at: 'views',
    ours: ['stores', 'components', 'client-portal', 'format', 'locales', 'contract types'],
    npm: ['vue', 'vue-i18n', 'vue-router', 'pinia', '@bitrix24/b24ui-nuxt', '@bitrix24/b24icons-vue'],
    builtins: false,
  },
];

const anyOfOurs = '^(server|client|bitrix-manifest)/';
const fromNpm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

const startOf = (layer) => `^${layers[layer]}${layers[layer].endsWith('.ts') ? '$' : '/'}`;
const anyStart = (names) => names.map((name) => startOf(name));
const packageFolder = (name) => `node_modules/(@types/)?${name.replace('/', '[/]')}/`;

function crossingRules({ at, ours }) {
  const allowed = ours.map((entry) => entry.replace(/ types$/, ''));
  const typesOnly = ours.filter((entry) => entry.endsWith(' types')).map((entry) => entry.replace(/ types$/, ''));
  return [
    {
      name: `${at}-imports-only-its-neighbours`,
      comment: `${at} may import of ours: ${ours.join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: startOf(at) },
      to: { path: anyOfOurs, pathNot: anyStart([at, ...allowed]) },
    },
    ...typesOnly.map((layer) => ({
      name: `${at}-takes-only-types-of-${layer}`,
      severity: 'error',
      from: { path: startOf(at) },
      to: { path: startOf(layer), dependencyTypesNot: ['type-only'] },
    })),
  ];
}

function packageRule({ at, npm }) {
  if (npm === true) return [];
  return [
    {
      name: `${at}-uses-only-its-packages`,
      comment: `${at} may use from npm: ${npm.join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: startOf(at) },
      to: { dependencyTypes: fromNpm, pathNot: npm.map(packageFolder) },
    },
  ];
}

function builtinRule({ at, builtins }) {
  if (builtins === true) return [];
  return [
    {
      name: `${at}-uses-only-its-built-ins`,
      comment: `${at} may use of Node: ${builtins ? builtins.join(', ') : 'nothing'}`,
      severity: 'error',
      from: { path: startOf(at), pathNot: '^server/ledger/verifier/' },
      to: { dependencyTypes: ['core'], ...(builtins ? { pathNot: builtins.map((name) => `^(node:)?${name}$`) } : {}) },
    },
  ];
}

const everyLayer = anyStart(Object.keys(layers));
const root =
  '^server/(main|config|start-service|start-demo|client-build|keys|rotate-keys|manage-keys|secret-files|read-rest-log|close-server|stop-service|end-process|key-check|watch-rest)\\.ts$';

export default {
  forbidden: [
    ...table.flatMap((row) => [...crossingRules(row), ...packageRule(row), ...builtinRule(row)]),
    {
      name: 'every-folder-is-a-layer',
      comment: 'a file of the server, the client or the manifest belongs to a layer of the table or is an entry',
      severity: 'error',
      from: {
        path: anyOfOurs,
        pathNot: [...everyLayer, root, '^client/[a-zA-Z-]+(\\.config|\\.d)?\\.(ts|mjs|vue)$'],
      },
      to: {},
    },
    {
      name: 'verifier-stands-alone',
      comment: 'whoever distrusts us runs the verifier by itself',
      severity: 'error',
      from: { path: '^server/ledger/verifier/' },
      // It reads archives and journals by itself.
      to: { pathNot: ['^server/ledger/verifier/', '^(node:)?(crypto|fs|path|zlib)$'] },
    },
    {
      name: 'only-the-root-composes',
      comment: 'main.ts and the parts of the composition beside it are imported by each other alone',
      severity: 'error',
      from: { pathNot: [root, '^tests/'] },
      to: { path: root },
    },
    {
      name: 'demo-and-emulator-only-from-the-root',
      comment: 'nothing that serves a real portal knows the demo or the emulator',
      severity: 'error',
      from: { pathNot: [root, '^server/demo/', '^server/portal-emulator/', '^tests/'] },
      to: { path: '^server/(demo|portal-emulator)/' },
    },
    {
      name: 'emulator-loads-late',
      comment: 'the root reaches the emulator by await import() in demo mode only',
      severity: 'error',
      from: { path: root },
      to: { path: '^server/portal-emulator/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'client-takes-only-contract-and-domain-of-the-server',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: anyStart(['contract', 'domain']) },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^(server|bitrix-manifest)/' },
      to: { path: '^client/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      // What builds the client is not part of it.
      from: { path: anyOfOurs, pathNot: '\\.config\\.(ts|mjs)$|^client/compile-words\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'across-layers-by-name',
      comment: 'across layers an import starts with #, so that a reviewer sees the crossing',
      severity: 'error',
      from: { path: '^(server|client)/([^/]+)/' },
      to: { path: '^(server|client|bitrix-manifest)/', pathNot: '^$1/$2/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '\\.(css|svg|png|woff2|json)$', '^data/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.d.ts', '.json'],
    },
  },
};
