import type { Control } from './control.ts';

const fuzz = 'tests/server/threats/fuzz/fuzz.test.ts';
const pages = 'tests/server/http/pages.test.ts';
const browser = 'tests/browser/threats.test.ts';
const client = 'tests/client/foreign-portal.test.ts';

/** What a browser is shown, and what it may send. */
export const ofPages: readonly Control[] = [
  {
    threat: 'T12',
    off: 'only its own portal may frame a page',
    patches: [{ file: 'server/http/pages.ts', text: '`frame-ancestors${portal || " \'none\'"}`', replacement: "'frame-ancestors *'" }],
    project: 'server-pglite',
    file: pages,
    test: 'a placement that the portal opens > T12: may be framed by this portal only',
  },
  {
    threat: 'T12',
    off: 'only its own portal may frame a page',
    patches: [{ file: 'server/http/pages.ts', text: '`frame-ancestors${portal || " \'none\'"}`', replacement: "'frame-ancestors *'" }],
    project: 'browser',
    file: browser,
    test: 'T12: a page of ours > does not open in a frame of anybody but its portal',
  },
  {
    threat: 'T13',
    off: 'the session is a token in memory, not a cookie',
    patches: [
      {
        file: 'server/http/pages.ts',
        text: "set('x-kurs-build', boot.build).type('html');",
        replacement:
          "set('x-kurs-build', boot.build).type('html');\n      response.set('set-cookie', `kurs=${boot.session?.token}; SameSite=None; Secure; Path=/`);",
      },
      {
        file: 'server/http/serve-endpoint.ts',
        text: "const token = /^Bearer ([\\w.-]{20,2000})$/.exec(request.get('authorization') ?? '')?.[1];",
        // Whoever is no browser still prepares the test with a token.
        replacement:
          "const said = request.get('sec-fetch-site') === undefined ? request.get('authorization') : request.get('cookie');\n  const token = /(?:^Bearer |kurs=)([\\w.-]{20,2000})/.exec(said ?? '')?.[1];",
      },
    ],
    project: 'browser',
    file: browser,
    test: 'T13: in a browser that keeps no cookies of third parties > a person reads',
  },
  {
    threat: 'T13',
    off: 'a page sets no cookie',
    patches: [
      {
        file: 'server/http/pages.ts',
        text: "set('x-kurs-build', boot.build).type('html');",
        replacement: "set('x-kurs-build', boot.build).set('set-cookie', 'kurs=1').type('html');",
      },
    ],
    project: 'server-pglite',
    file: pages,
    test: 'a placement that the portal opens > T7, T13: shows no token',
  },
  {
    threat: 'T14',
    off: 'a frame of another portal is refused',
    patches: [
      {
        file: 'client/portal/portal-frame.ts',
        text: 'if (options.memberId !== null && (auth === false || auth.member_id !== options.memberId))',
        replacement: 'if (false)',
      },
    ],
    project: 'client',
    file: client,
    test: 'T14: a page of another portal than the one around it > shows nothing of its session',
  },
  {
    threat: 'T14',
    off: 'a page in a window of its own is refused',
    patches: [{ file: 'client/start-page.ts', text: 'if (window.parent === window) return refuse();', replacement: '' }],
    project: 'client',
    file: client,
    test: 'T14: a page of another portal than the one around it > shows nothing in a window without a portal',
  },
  {
    threat: 'T15',
    off: 'first data cannot end the element it stands in',
    patches: [{ file: 'server/http/pages.ts', text: ".replaceAll('<', '\\\\u003c')", replacement: '' }],
    project: 'server-pglite',
    file: pages,
    test: 'a placement that the portal opens > T15: cannot be ended early',
  },
  {
    threat: 'T25',
    off: 'the name of a portal is a short plain text',
    patches: [
      {
        file: 'server/bitrix/portal-request.ts',
        text: 'const memberId = z.string().regex(/^[0-9a-zA-Z._-]{1,64}$/);',
        replacement: 'const memberId = z.any();',
      },
    ],
    project: 'server-pglite',
    file: fuzz,
    test: 'T25: a parameter that is given twice > is refused in a form',
  },
  {
    threat: 'T25',
    off: 'an address wins over what the rest of a request says',
    patches: [
      { file: 'server/http/serve-endpoint.ts', text: '    ...request.params,\n', replacement: '' },
      {
        file: 'server/http/serve-endpoint.ts',
        text: '    ...request.query,\n',
        replacement: '    ...request.params,\n    ...request.query,\n',
      },
    ],
    project: 'server-pglite',
    file: fuzz,
    test: 'T25: a parameter that is given twice',
  },
  {
    threat: 'T12',
    off: 'the frame is of the bound portal, not of the one that a request names',
    patches: [
      {
        file: 'server/http/portal/placement.ts',
        text: '{ boot, status: 200, framedBy }',
        replacement: '{ boot, status: 200, framedBy: [`https://${portalRequest.domain}`] }',
      },
    ],
    project: 'server-pglite',
    file: pages,
    test: 'a placement that the portal opens > T12: keeps its frame to the bound portal',
  },
  {
    threat: 'T14',
    off: 'a frame of another portal is refused',
    patches: [
      {
        file: 'client/portal/portal-frame.ts',
        text: 'if (options.memberId !== null && (auth === false || auth.member_id !== options.memberId))',
        replacement: 'if (false)',
      },
    ],
    project: 'client',
    file: 'tests/client/portal-frame.test.ts',
    test: 'connectPortal > T14: refuses a frame of another portal',
  },
  {
    threat: 'T25',
    off: 'what people write is whole characters that a store can keep',
    patches: [
      { file: 'server/contract/wire.ts', text: "text.isWellFormed() && !text.includes('\\u0000')", replacement: 'text.length >= 0' },
    ],
    project: 'server-pglite',
    file: fuzz,
    test: 'T25: a value that no column takes > is refused as a reason',
  },
  {
    threat: 'T14',
    off: 'a page in a window of its own is refused',
    patches: [{ file: 'client/start-page.ts', text: 'if (window.parent === window) return refuse();', replacement: '' }],
    project: 'browser',
    file: browser,
    test: 'T14: a page that somebody else has sent into the browser',
  },
  {
    threat: 'T15',
    off: 'names are shown as texts',
    patches: [
      {
        file: 'client/components/overview/MatrixName.vue',
        text: '<span class="text" :title="personName">{{ personName }}</span>',
        replacement: '<span class="text" v-html="personName"></span>',
      },
    ],
    project: 'browser',
    file: browser,
    test: 'T15: names, titles and texts that are script > stay texts in the views of the head',
  },
  {
    threat: 'T25',
    off: 'every request that reads is parsed',
    patches: [
      {
        file: 'server/http/serve-endpoint.ts',
        text: 'if (parsed.success) return parsed.data;',
        replacement: "if (endpoint.method === 'GET') return fields as never;\n  if (parsed.success) return parsed.data;",
      },
    ],
    project: 'server-pglite',
    file: fuzz,
    test: 'T25: doubled, nested, spoiled and hostile requests > are taken or refused, and what is refused changes nothing: reading',
  },
  {
    threat: 'T12',
    off: 'the former address of a portal may frame for thirty days only',
    patches: [
      { file: 'server/store/portals.ts', text: 'formerOrigin !== null && formerOrigin.until > now', replacement: 'formerOrigin !== null' },
    ],
    project: 'server-pglite',
    file: 'tests/server/http/framing.test.ts',
    test: 'T12: pages of a renamed portal > may be framed by both addresses',
  },
];
