import type { Response } from 'express';
import type { Boot, View } from '#contract/session.ts';
import { readShell, type PageShell } from './page-shells.ts';

/** The built pages, ready to carry their first data inline. */
export interface Pages {
  send(response: Response, page: { boot: Boot; status: number; framedBy: readonly string[] }): void;
}

type Entry = 'deal-tab' | 'app';

/** Card tabs and notices load the small bundle, the rest the large one. */
const entries: Readonly<Record<View, Entry>> = {
  'deal-tab': 'deal-tab',
  'lead-tab': 'deal-tab',
  notice: 'deal-tab',
  workspace: 'app',
  'my-plan': 'app',
  install: 'app',
};

export async function readPages(folder: string): Promise<Pages> {
  const shells: Record<Entry, PageShell> = {
    'deal-tab': await readShell(folder, 'deal-tab.html', 'cards-manifest.json'),
    app: await readShell(folder, 'app.html', 'workspace-manifest.json'),
  };
  return {
    send: (response, { boot, status, framedBy }) => {
      response.status(status).set(frameHeaders(framedBy)).set('x-kurs-build', boot.build).type('html');
      response.send(withBoot(shells[entries[boot.view]](boot.language, boot.view), boot));
    },
  };
}

/** JSON inside a script element: `<` and the two line separators must not end the element or the line. */
export function withBoot(shell: string, boot: Boot): string {
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return shell.replace('</head>', () => `<script type="application/json" id="boot">${json}</script></head>`);
}

/** Only the portal itself may frame the page, and only it and we are talked to. */
function frameHeaders(origins: readonly string[]): Record<string, string> {
  const portal = origins.map((origin) => ` ${origin}`).join('');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // The kit positions its popovers with inline styles.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data:${portal}`,
    "font-src 'self'",
    `connect-src 'self'${portal}`,
    "frame-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors${portal || " 'none'"}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
}
