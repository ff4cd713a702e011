import type { Control } from './control.ts';

const here = 'tests/server/threats';

export const ofInstallation: readonly Control[] = [
  {
    threat: 'T1',
    off: 'a token is asked of the bound portal only',
    patches: [
      {
        file: 'server/http/portal/admit.ts',
        text: 'let verdict = await verifyAccess(web.install, asked, accessToken);',
        replacement: 'let verdict = await verifyAccess(web.install, { ...asked, clientEndpoint: `http://${domain}/rest/` }, accessToken);',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-requests.test.ts`,
    test: 'T1: a request made of the parts of two portals > opens no session',
  },
  {
    threat: 'T1',
    off: 'an installation is of the portal that the exchange has named',
    patches: [
      {
        file: 'server/install/install.ts',
        text: "if (tokens.memberId !== request.memberId) return refused('portal-mismatch');",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-requests.test.ts`,
    test: 'T1: a request made of the parts of two portals > opens no session',
  },
  {
    threat: 'T2',
    off: 'a portal is where we have bound it, not where a request says',
    patches: [
      {
        file: 'server/http/portal/admit.ts',
        text: 'let verdict = await verifyAccess(web.install, asked, accessToken);',
        replacement: 'let verdict = await verifyAccess(web.install, { ...asked, clientEndpoint: `http://${domain}/rest/` }, accessToken);',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-requests.test.ts`,
    test: 'T2: an address that vouches for everybody',
  },
  {
    threat: 'T2',
    off: 'another address is looked into for whoever proves to be of the portal only',
    patches: [{ file: 'server/http/portal/admit.ts', text: 'const asked = isTrusted ? await', replacement: 'const asked = true ? await' }],
    project: 'server-pglite',
    file: `${here}/forged-requests.test.ts`,
    test: 'T2: an address that vouches for everybody > has no token of ours exchanged',
  },
  {
    threat: 'T2',
    off: 'only known authorization servers prove a portal',
    patches: [{ file: 'server/bitrix/oauth.ts', text: 'if (!allowed.has(origin))', replacement: "if (origin === '')" }],
    project: 'server-pglite',
    file: `${here}/forged-requests.test.ts`,
    test: 'T2: an address that vouches for everybody',
  },
  {
    threat: 'T3',
    off: 'a token must be of our application',
    patches: [
      {
        file: 'server/install/verify-access.ts',
        text: 'if (identity.applicationCode !== deps.applicationCode)',
        replacement: 'if (false)',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-requests.test.ts`,
    test: 'T3: a token of another application',
  },
  {
    threat: 'T5',
    off: 'only known authorization servers are told our secret',
    patches: [
      { file: 'server/bitrix/oauth.ts', text: 'if (!allowed.has(origin))', replacement: "if (origin === '')" },
      {
        file: 'server/bitrix/oauth.ts',
        text: 'isKnown: (serverEndpoint) => allowed.has(originOf(serverEndpoint)),',
        replacement: 'isKnown: () => true,',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-installation.test.ts`,
    test: 'T5: a forged event of an installation or an update > with tokens of another authorization server',
  },
  {
    threat: 'T5',
    off: 'an update is proved for the very portal that it names',
    patches: [
      {
        file: 'server/install/accept-update.ts',
        text: "if (tokens.memberId !== portal.memberId) return { kind: 'refused' };",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-installation.test.ts`,
    test: 'T5: a forged event of an installation or an update > with tokens of the own portal',
  },
  {
    threat: 'T5',
    off: 'an update comes of an administrator',
    patches: [
      { file: 'server/install/accept-update.ts', text: "if (!verdict.person.isAdmin) return { kind: 'refused' };", replacement: '' },
    ],
    project: 'server-pglite',
    file: `${here}/forged-installation.test.ts`,
    test: 'T5: a forged event of an installation or an update > with the tokens of somebody who is no administrator',
  },
  {
    threat: 'T5',
    off: 'what was told of updates stays until it is looked into',
    patches: [
      {
        file: 'server/store/portal-updates.ts',
        text: 'const spare = waiting.some(({ sender }) => sender === update.sender) ? undefined : findSpare(waiting);',
        replacement: 'const spare = waiting[0]?.update_id;',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/install/told-updates.test.ts',
    test: 'T5: updates that are forged > by one address neither fill the table',
  },
  {
    threat: 'T5',
    off: 'an installation is of the portal that the exchange has named',
    patches: [
      {
        file: 'server/install/install.ts',
        text: "if (tokens.memberId !== request.memberId) return refused('portal-mismatch');",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/install/install.test.ts',
    test: 'T5: a forged installation changes nothing > when it names the member id of another portal',
  },
  {
    threat: 'T6',
    off: 'a removal that the authorization server does not know of is none',
    patches: [
      {
        file: 'server/install/uninstall.ts',
        text: "if (outcome.kind === 'refreshed') return 'still-installed';",
        replacement: "if (outcome.kind === 'refreshed') return 'uninstalled';",
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/install/removal.test.ts',
    test: 'T6: an event of a removal > is forgotten when the authorization server still exchanges our token',
  },
  {
    threat: 'T6',
    off: 'an event with a wrong application token is refused',
    patches: [
      {
        file: 'server/http/portal/event.ts',
        text: "throw new AppError('forbidden', 'The application token does not match');",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: `${here}/forged-installation.test.ts`,
    test: 'T6: a removal that is told with a wrong application token',
  },
  {
    threat: 'T6',
    off: 'a removal that the authorization server does not know of is none',
    patches: [
      {
        file: 'server/install/uninstall.ts',
        text: "if (outcome.kind === 'refreshed') return 'still-installed';",
        replacement: "if (outcome.kind === 'refreshed') return 'uninstalled';",
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/event.test.ts',
    test: 'an event > T6: that removes the application ends nothing while',
  },
  {
    threat: 'T9',
    off: 'an installation is of the portal that the exchange has named',
    patches: [
      {
        file: 'server/install/install.ts',
        text: "if (tokens.memberId !== request.memberId) return refused('portal-mismatch');",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/isolation.test.ts',
    test: 'T1, T9: credentials of one portal > open no page',
  },
];
