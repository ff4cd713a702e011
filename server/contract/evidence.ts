import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Instant, Language, PeriodKey, Sha256 } from './wire.ts';

const archiveType = 'application/zip';

const TreeHead = z.object({
  /** The portal's Bitrix24 member id. */
  tenant: z.string(),
  size: z.number().int().positive(),
  root: Sha256,
  at: Instant,
  kid: z.string(),
  seal: z.string(),
});

/** What the signer holds: with it anybody finds out whether the ledger still has the signature, without asking us. */
export const EvidenceReceipt = z.object({
  schema: z.literal('kurs/receipt/1'),
  /** Canonical JSON as it was hashed. */
  entry: z.string(),
  entryHash: Sha256,
  seal: z.string(),
  kid: z.string(),
  treeHead: TreeHead,
  /** Proves by RFC 6962 that the entry is in the tree. */
  path: z.array(Sha256),
});
export type EvidenceReceipt = z.infer<typeof EvidenceReceipt>;

export const getEvidencePackage = defineEndpoint({
  method: 'GET',
  path: '/api/sheets/:month/:version/:userId/package',
  summary: 'Everything that proves what was signed, with a program that verifies it without us',
  urgency: 'deferrable',
  answerType: archiveType,
  request: z.object({
    month: PeriodKey,
    version: z.coerce.number().int().min(1).max(2_147_483_647),
    userId: BitrixId,
    language: Language.optional(),
  }),
  response: z.instanceof(Uint8Array),
});
