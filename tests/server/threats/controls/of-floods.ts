import type { Control } from './control.ts';

/** Too much, and too strange. */
export const ofFloods: readonly Control[] = [
  {
    threat: 'T10',
    off: 'events with a wrong application token are refused',
    patches: [
      {
        file: 'server/http/portal/event.ts',
        text: "throw new AppError('forbidden', 'The application token does not match');",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/event-flood.test.ts',
    test: 'T10: a flood of forged events > does not hold the events',
  },
  {
    threat: 'T10',
    off: 'what a portal tells faster than it may is one mark',
    patches: [
      {
        file: 'server/http/portal/event.ts',
        text: "web.limits.take('event', String(sender.portalId)) > 0",
        replacement: 'false',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/event-flood.test.ts',
    test: 'T10: what a portal tells faster than it may > is not lost',
  },
  {
    threat: 'T11',
    off: 'tokens of strangers have an allowance of their own',
    patches: [
      {
        file: 'server/install/unproven-exchange.ts',
        text: "if (retryAfterMs > 0) return { kind: 'busy', retryAfterMs };",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/install/forged-installs.test.ts',
    test: 'T11: a flood of forged installs > asks the authorization server',
  },
  {
    threat: 'T11',
    off: 'installations of one address are limited',
    patches: [
      {
        file: 'server/http/portal/install.ts',
        text: "const waitMs = web.limits.take('install', toSender(request.ip));",
        replacement: 'const waitMs = 0;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/request-limits.test.ts',
    test: 'too many requests > T11: of one address for installations',
  },
  {
    threat: 'T26',
    off: 'a list only goes on forward',
    patches: [
      {
        file: 'server/bitrix/structure.ts',
        text: 'start = page.next !== null && page.next > start ? page.next : null;',
        replacement: 'start = page.next;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/bitrix/hostile-answers.test.ts',
    test: 'T26: a list without an end > of departments that goes in a circle ends',
  },
];
