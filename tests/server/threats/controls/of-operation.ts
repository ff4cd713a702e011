import type { Control } from './control.ts';

const egress = 'tests/server/bitrix/egress-policy.test.ts';
const keys = 'tests/server/config/keys.test.ts';
const canary = 'tests/server/threats/canary.test.ts';
const packages = 'tests/checks/dependencies.test.ts';

/** Where the service connects to, what it keeps of that, its keys and its packages. */
export const ofOperation: readonly Control[] = [
  {
    threat: 'T4',
    off: 'addresses in figures are judged',
    patches: [
      {
        file: 'server/bitrix/egress-policy.ts',
        text: 'isIP(address) !== 0 && !isAcceptable(address, options.allowLoopback)',
        replacement: 'false',
      },
    ],
    project: 'server-pglite',
    file: egress,
    test: 'T4: an address in figures > is not connected to',
  },
  {
    threat: 'T4',
    off: 'every address of a name is judged',
    patches: [
      {
        file: 'server/bitrix/egress-policy.ts',
        text: 'const bad = found.find(({ address }) => !isAcceptable(address, allowLoopback));',
        replacement: 'const bad = found.find(() => false);',
      },
    ],
    project: 'server-pglite',
    file: egress,
    test: 'T4: a public name > ',
  },
  {
    threat: 'T4',
    off: 'authorization servers are those of a list',
    patches: [{ file: 'server/bitrix/oauth.ts', text: 'if (!allowed.has(origin))', replacement: 'if (false)' }],
    project: 'server-pglite',
    file: egress,
    test: 'T4: an authorization server > outside the list gets no secret',
  },
  {
    threat: 'T4',
    off: 'certificates are proven',
    patches: [{ file: 'server/bitrix/bitrix-http.ts', text: 'rejectUnauthorized: true', replacement: 'rejectUnauthorized: false' }],
    project: 'server-pglite',
    file: egress,
    test: 'T4: a connection > is broken off when nobody has proven the certificate',
  },
  {
    threat: 'T7',
    off: 'words of people are masked',
    patches: [
      {
        file: 'server/bitrix/mask-exchange.ts',
        text: 'return isHarmless(bare, value) ? value : maskText(value);',
        replacement: 'return value;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/bitrix/mask-exchange.test.ts',
    test: 'T7: what is kept of a request > masks every word',
  },
  {
    threat: 'T7',
    off: 'the log keeps masked requests',
    patches: [
      {
        file: 'server/jobs/rest-log.ts',
        text: 'writeLine(maskExchange(exchange), ',
        replacement: 'writeLine({ ...maskExchange(exchange), answer: JSON.stringify(exchange.answer) }, ',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/jobs/rest-log.test.ts',
    test: 'T7: the log of requests > keeps groups of masked requests',
  },
  {
    threat: 'T7',
    off: 'requests are counted by the route of the contract',
    patches: [
      {
        file: 'server/http/request-metrics.ts',
        text: 'const { path } = (request.route as { path?: unknown } | undefined) ?? {};',
        replacement: 'return request.originalUrl;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/metrics.test.ts',
    test: 'metrics > T7: name no portal',
  },
  {
    threat: 'T7',
    off: 'the log keeps masked requests',
    patches: [
      {
        file: 'server/jobs/rest-log.ts',
        text: 'writeLine(maskExchange(exchange), ',
        replacement: 'writeLine({ ...maskExchange(exchange), answer: JSON.stringify(exchange.answer) }, ',
      },
    ],
    project: 'server-pglite',
    file: canary,
    test: 'T7: of the secrets of a whole life of the application > none stands in the log of requests',
  },
  {
    threat: 'T7',
    off: 'requests are counted by the route of the contract',
    patches: [
      {
        file: 'server/http/request-metrics.ts',
        text: 'const { path } = (request.route as { path?: unknown } | undefined) ?? {};',
        replacement: 'return request.originalUrl;',
      },
    ],
    project: 'server-pglite',
    file: canary,
    test: 'T7: of the secrets of a whole life of the application > none stands in the metrics',
  },
  {
    threat: 'T28',
    off: 'tokens are sealed anew',
    patches: [
      {
        file: 'server/store/sealed-rows.ts',
        text: 'if (sealed.every((text) => secretText.isCurrent(text))) continue;',
        replacement: 'continue;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/jobs/renew-secrets.test.ts',
    test: 'T28: tokens under another key > open with the new key alone',
  },
  {
    threat: 'T28',
    off: 'a token names the key that opens it',
    patches: [
      {
        file: 'server/http/session.ts',
        text: "if (key === undefined) throw expired('unknown-key');",
        replacement: 'if (key === undefined) return keys.current().bytes;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/session-keys.test.ts',
    test: 'T28: a session key > does not open what another key has signed',
  },
  {
    threat: 'T28',
    off: 'a seal key that was replaced is out of force',
    patches: [{ file: 'server/ledger/verify-chain.ts', text: 'candidates = [next];', replacement: '' }],
    project: 'server-pglite',
    file: 'tests/server/ledger/key-rotation.test.ts',
    test: 'T28: a ledger whose seal key was changed > ',
  },
  {
    threat: 'T28',
    off: 'sample secrets are refused',
    patches: [{ file: 'server/secret-files.ts', text: 'return samples.test(secret) ?', replacement: 'return false ?' }],
    project: 'server-pglite',
    file: 'tests/server/config/config.test.ts',
    test: 'T28: secrets of a real portal > are refused when they cannot be the real ones',
  },
  {
    threat: 'T28',
    off: 'key files are their owner’s alone',
    patches: [{ file: 'server/secret-files.ts', text: '(mode & 0o077) !== 0', replacement: 'false' }],
    project: 'server-pglite',
    file: keys,
    test: 'T28: keys of an installation > T28: are refused when others may read them',
  },
  {
    threat: 'T28',
    off: 'keys are random',
    patches: [{ file: 'server/secret-files.ts', text: 'if (new Set(bytes).size < 16)', replacement: 'if (false)' }],
    project: 'server-pglite',
    file: keys,
    test: 'T28: keys of an installation > T28: are refused when they cannot be random',
  },
  {
    threat: 'T30',
    off: 'scripts of packages are agreed to',
    patches: [
      {
        file: 'tests/checks/dependencies.ts',
        text: '...(locked.hasInstallScript && !(name in installScripts) ?',
        replacement: '...(false ?',
      },
    ],
    project: 'support',
    file: packages,
    test: 'T30: the packages of the project > T30: are refused when they would run a script',
  },
  {
    threat: 'T30',
    off: 'packages have checksums',
    patches: [
      {
        file: 'tests/checks/dependencies.ts',
        text: "...(locked.inBundle || /^sha512-[\\w+/=]{88}$/.test(locked.integrity ?? '') ?",
        replacement: '...(true ?',
      },
    ],
    project: 'support',
    file: packages,
    test: 'T30: the packages of the project > T30: are refused without a checksum',
  },
  {
    threat: 'T30',
    off: 'an answer that never came is none',
    patches: [
      {
        file: 'tests/checks/advisories.ts',
        text: "if (!Report.safeParse(body).success) return { kind: 'not-asked', reason: reasonOf(body) };",
        replacement: '',
      },
    ],
    project: 'support',
    file: 'tests/checks/advisories.test.ts',
    test: 'T30: the registry’s answer about advisories > T30: is not taken for a clean one',
  },
];
