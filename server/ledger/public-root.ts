import { hashInDomain, toCanonicalJson } from './canonical-json.ts';

/** The root over the heads of all ledgers of the service on one day. */
export interface PublicRootFields {
  readonly day: string;
  readonly portals: number;
  readonly root: string;
  readonly at: string;
  readonly kid: string;
}

/** rootHash = SHA256("kurs/public-root/v1\0" || JCS(fields)); its leaves are hashes of tree heads. */
export function hashPublicRoot({ day, portals, root, at, kid }: PublicRootFields): string {
  return hashInDomain('kurs/public-root/v1', toCanonicalJson({ day, portals, root, at, kid }));
}
