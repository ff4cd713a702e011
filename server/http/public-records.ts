import type { Express } from 'express';
import { describeKeys } from './seal-keys.ts';
import type { Web } from './web.ts';

/** So many days are listed. */
const listedRoots = 400;

/** What anybody may hold against us: the public halves of the seal keys, and the root of all ledgers day by day. */
export function servePublicRecords(app: Express, web: Pick<Web, 'store' | 'sealKeys' | 'listRetiredKeys'>): void {
  app.get('/.well-known/kurs-seal-keys.json', (_request, response) => {
    response.set('cache-control', 'public, max-age=300').json(describeKeys(web));
  });
  app.get('/.well-known/kurs-roots.json', async (_request, response) => {
    const roots = await web.store.publicRoots.list(listedRoots);
    response.set('cache-control', 'public, max-age=300').json({
      roots: roots.map(({ day, leaves, root, at, seal, sealKeyId }) => ({
        ...{ day, portals: leaves.length, root, at: at.toISOString(), kid: sealKeyId, seal },
      })),
    });
  });
}
