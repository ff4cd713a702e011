import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readRestLog } from '#jobs/rest-log.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { createSecretText } from '#store/secret-text.ts';
import { readConfig } from './config.ts';
import { readKeys } from './keys.ts';

const usage = `Usage: npm run rest-log -- --portal NAME [--since TIME]
  NAME is the member id, the domain or our number of the portal; TIME is 3d, 12h, 30m or 2026-11-26T09:00, a day without it.
  The embedded store must not be in use by a running service.`;

/** `npm run rest-log`: what was asked of a portal and what it answered, masked, one JSON a line. */
try {
  const { values } = parseArgs({ options: { portal: { type: 'string' }, since: { type: 'string', default: '1d' } } });
  if (values.portal === undefined) throw new Error(usage);
  const config = readConfig(process.env, []);
  const store = await openStore(config);
  try {
    const portal = await getPortalNamed(store, values.portal);
    const secretText = createSecretText(readKeys(config.keysDir).secretText);
    const of = { memberId: portal.memberId, since: toTime(values.since, new Date()) };
    for (const line of await store.forPortal(portal.portalId).transaction((tx) => readRestLog(tx, secretText, of)))
      writeSync(1, `${line}\n`);
  } finally {
    await store.close();
  }
} catch (failure) {
  writeSync(2, `${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
}

async function getPortalNamed(store: Store, name: string): Promise<Portal> {
  for (const portalId of await store.directory.listPortalIds()) {
    const portal = await store.forPortal(portalId).transaction(findPortal);
    if (portal !== undefined && [String(portalId), portal.memberId, portal.origin, new URL(portal.origin).host].includes(name))
      return portal;
  }
  throw new Error(`There is no portal ${name}`);
}

function toTime(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,4})([dhm])$/.exec(text) ?? [];
  const minutes = { d: 1440, h: 60, m: 1 }[unit ?? ''];
  const time = minutes === undefined ? new Date(text) : new Date(now.getTime() - Number(count) * minutes * 60_000);
  if (Number.isNaN(time.getTime())) throw new Error(usage);
  return time;
}
