import type { Control } from './control.ts';

const here = 'tests/server/threats';
const access = 'tests/server/http/access.test.ts';
const dismissed = 'tests/server/http/dismissed.test.ts';

/** Whatever portal a session is of, the first one is asked; its own check of the session would stop that too. */
const anyPortal: Control['patches'] = [
  {
    file: 'server/http/serve-endpoint.ts',
    text: 'await inKeptTransaction(web, proven.portalId,',
    replacement: 'await inKeptTransaction(web, 1n,',
  },
  {
    file: 'server/http/session.ts',
    text: 'confirm: async (tx, { sessionId }) => {',
    replacement: 'confirm: async (tx, { sessionId, userId }) => {',
  },
  {
    file: 'server/http/session.ts',
    text: 'const session = await findSession(tx, sessionId);',
    replacement: `const session = (await findSession(tx, sessionId)) ?? ({
        user_id: userId, is_admin: true, verified_at: systemClock(), revoked_at: null, is_dismissed: false,
        session_version: portal?.sessionVersion,
      } as never);`,
  },
];

/** Who a session is and what it may do; and what of it must stay secret. */
export const ofSessions: readonly Control[] = [
  {
    threat: 'T7',
    off: 'tokens are stored as ciphertext',
    patches: [
      {
        file: 'server/store/secret-text.ts',
        text: "seal: (plain, place) => sealBytes(Buffer.from(plain, 'utf8'), place),",
        replacement: 'seal: (plain) => `v1.${plain}`,',
      },
      {
        file: 'server/store/secret-text.ts',
        text: "open: (sealed, place) => openBytes(sealed, place).toString('utf8'),",
        replacement: 'open: (sealed) => sealed.slice(3),',
      },
    ],
    project: 'server-pglite',
    file: `${here}/canary.test.ts`,
    test: 'T7: of the secrets of a whole life of the application > none stands in a column',
  },
  {
    threat: 'T7',
    off: 'of the application token only a fingerprint is kept',
    patches: [
      {
        file: 'server/install/application-token.ts',
        text: "return createHmac('sha256', key).update(applicationToken).digest('base64url');",
        replacement: "return applicationToken + createHmac('sha256', key).digest('base64url').slice(0, 1);",
      },
    ],
    project: 'server-pglite',
    file: `${here}/canary.test.ts`,
    test: 'T7: of the secrets of a whole life of the application > none stands in a column',
  },
  {
    threat: 'T7',
    off: 'tokens go in the body, never in an address',
    patches: [
      { file: 'server/bitrix/oauth.ts', text: 'url: `${origin}/oauth/token/`,', replacement: 'url: `${origin}/oauth/token/?${form}`,' },
    ],
    project: 'server-pglite',
    file: `${here}/canary.test.ts`,
    test: 'T7: of the secrets of a whole life of the application > none stands in an address',
  },
  {
    threat: 'T7',
    off: 'a refused session keeps its token out of every message',
    patches: [
      {
        file: 'server/http/session.ts',
        text: "throw expired('token-refused');",
        replacement: "throw new AppError('session-expired', token);",
      },
    ],
    project: 'server-pglite',
    file: `${here}/canary.test.ts`,
    test: 'T7: of the secrets of a whole life of the application > none stands in the log',
  },
  {
    threat: 'T7',
    off: 'details of a failure stay out of the answer',
    patches: [
      {
        file: 'server/http/error-reply.ts',
        text: 'message: errorTexts[error.code][language], requestId',
        replacement: 'message: `${error.message} ${request.originalUrl} ${JSON.stringify(request.headers)}`, requestId',
      },
    ],
    project: 'server-pglite',
    file: `${here}/canary.test.ts`,
    test: 'T7: of the secrets of a whole life of the application > none stands in an answer',
  },
  {
    threat: 'T8',
    off: 'every endpoint asks the policy',
    patches: [{ file: 'server/http/serve-endpoint.ts', text: 'if (!can(context.actor, action, resource))', replacement: 'if (false)' }],
    project: 'server-pglite',
    file: access,
    test: 'T8: the access matrix > answers getOverview of the employee',
  },
  {
    threat: 'T8',
    off: 'numbers are seen of people in reach only',
    patches: [
      {
        file: 'server/policy/can.ts',
        text: "'see-numbers': (actor, resource) => resource.kind === 'scope' && reaches(actor, resource.scope),",
        replacement: "'see-numbers': (_actor, resource) => resource.kind === 'scope',",
      },
    ],
    project: 'server-pglite',
    file: access,
    test: 'T8: the access matrix > answers getDrillDown of the first team',
  },
  {
    threat: 'T8',
    off: 'nobody signs for another',
    patches: [
      {
        file: 'server/policy/can.ts',
        text: "resource.kind === 'sheet' && resource.userId === actor.userId",
        replacement: "resource.kind === 'sheet'",
      },
    ],
    project: 'server-pglite',
    file: access,
    test: 'T8: the access matrix > answers openSheet',
  },
  {
    threat: 'T8',
    off: 'whoever does not work in the portal may nothing',
    patches: [{ file: 'server/policy/can.ts', text: 'return actor.isActive && rules', replacement: 'return rules' }],
    project: 'server-pglite',
    file: access,
    test: 'T8: the access matrix > answers getSyncStatus',
  },
  {
    threat: 'T9',
    off: 'the session decides whose portal is asked',
    patches: anyPortal,
    project: 'server-pglite',
    file: access,
    test: 'T9: ids of a portal in requests of people of another one',
  },
  {
    threat: 'T9',
    off: 'a transaction works under the role that row-level security binds',
    patches: [{ file: 'server/store/portal-store.ts', text: "'set local role kurs_app; '", replacement: "''" }],
    project: 'server-pglite',
    file: 'tests/server/store/portal-store.test.ts',
    test: 'T9: row-level security > shows one portal only',
  },
  {
    threat: 'T27',
    off: 'a session asks the list of people',
    patches: [{ file: 'server/http/session.ts', text: '        session.is_dismissed ||\n', replacement: '' }],
    project: 'server-pglite',
    file: dismissed,
    test: 'T27: the session of a dismissed person > ends at once',
  },
  {
    threat: 'T27',
    off: 'a renewal asks the list of people',
    patches: [{ file: 'server/http/stranger.ts', text: "return work === 'dismissed' ||", replacement: 'return' }],
    project: 'server-pglite',
    file: dismissed,
    test: 'T27: the session of a dismissed person > ends within an hour even in a portal that goes on',
  },
  {
    threat: 'T9',
    off: 'the session decides whose portal is asked',
    patches: anyPortal,
    project: 'server-pglite',
    file: 'tests/server/http/isolation.test.ts',
    test: 'T9: a session of one portal > neither shows nor changes',
  },
  {
    threat: 'T16',
    off: 'BB codes in names are written as other signs',
    patches: [
      {
        file: 'server/texts/notifications.ts',
        text: "return text.replaceAll('[', '［').replaceAll(']', '］');",
        replacement: 'return text;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/jobs/outbox.test.ts',
    test: 'a notice > T16: leaves BB codes in names',
  },
  {
    threat: 'T31',
    off: 'a signature waits for the PIN, whoever the portal says it is',
    patches: [
      {
        file: 'server/http/api/sign-sheet.ts',
        text: 'return () => provePin(web, { portalId, userId }, request.pin);',
        replacement: "return async () => 'L2';",
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/signing-pin.test.ts',
    test: 'T31: a session that the portal has given to somebody else',
  },
  {
    threat: 'T29',
    off: 'a try is counted before it is known to be right',
    patches: [{ file: 'server/store/signing-pins.ts', text: 'const tries = row.wrong_tries + 1;', replacement: 'const tries = 0;' }],
    project: 'server-pglite',
    file: 'tests/server/http/signing-pin.test.ts',
    test: 'T29: wrong tries > lock the PIN after five',
  },
  {
    threat: 'T29',
    off: 'a PIN set after a reset is no proof for three days',
    patches: [
      { file: 'server/domain/signing-pin.ts', text: 'pin.resetAt === null ? firstDayMs : afterResetMs', replacement: 'firstDayMs' },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/signing-pin.test.ts',
    test: 'T29: an administrator > resets a PIN without seeing it',
  },
];
