import { readFile, stat } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const pageFolder = join(import.meta.dirname, '..', 'page');
const fontFolder = join(dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter/package.json')), 'files');

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
};

/** Files of the portal's page; a name has no slash, so no path leads out of its folder. */
export async function servePageFile(request: Request): Promise<Response | null> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null;
  const { pathname } = new URL(request.url);
  if (pathname === '/' || /^\/(crm|marketplace)(\/|$)/.test(pathname)) return sendFile(join(pageFolder, 'portal.html'), 'html');
  const font = /^\/portal-page\/fonts\/([a-z0-9-]+\.woff2)$/.exec(pathname)?.[1];
  if (font !== undefined) return sendFile(join(fontFolder, font), 'woff2');
  const [, file, extension] = /^\/portal-page\/([a-z0-9-]+\.(ts|css|svg))$/.exec(pathname) ?? [];
  return file !== undefined && extension !== undefined ? sendFile(join(pageFolder, file), extension) : null;
}

async function sendFile(path: string, extension: string): Promise<Response | null> {
  try {
    const body = extension === 'ts' ? await readAsJavaScript(path) : new Uint8Array(await readFile(path));
    return new Response(body, {
      headers: {
        'content-type': types[extension] ?? 'application/octet-stream',
        'cache-control': extension === 'woff2' ? 'public, max-age=86400' : 'no-cache',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'same-origin',
      },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const stripped = new Map<string, { modifiedMs: number; code: string }>();

async function readAsJavaScript(path: string): Promise<string> {
  const { mtimeMs } = await stat(path);
  const known = stripped.get(path);
  if (known?.modifiedMs === mtimeMs) return known.code;
  const code = stripTypeScriptTypes(await readFile(path, 'utf8'));
  stripped.set(path, { modifiedMs: mtimeMs, code });
  return code;
}
