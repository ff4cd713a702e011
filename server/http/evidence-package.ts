import { z } from 'zod';
import type { PrintedEntry, SheetPaper } from '#documents/write-sheet-pdf.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import { toCanonicalJson } from '#ledger/canonical-json.ts';
import { hashText } from '#ledger/entry.ts';
import { createTree } from '#ledger/merkle-tree.ts';
import type { SealKey, SealVerifier } from '#ledger/seal.ts';
import { hashTreeHead } from '#ledger/tree-head.ts';
import { listEntriesOfSheet } from '#store/evidence-entries.ts';
import type { StoredLedgerEntry } from '#store/ledger.ts';
import type { StoredSheet } from '#store/plan-sheets.ts';
import type { PublicRootStore } from '#store/public-roots.ts';
import type { PersonalText } from '#store/subject-keys.ts';
import { findPaper, findReply } from '#store/sheet-replies.ts';
import { findCircumstances } from '#store/signatures.ts';
import { agreementText } from '#texts/signing-agreement.ts';
import { findTreeHead, listAnchors, listEntryHashes } from '#store/tree-heads.ts';
import type { EvidenceReceipt } from '#contract/evidence.ts';
import { toWireHead } from './evidence-receipt.ts';
import { appendEntry } from './ledger-entry.ts';
import { fullName, type PortalContext } from './portal-context.ts';
import { describeKeys } from './seal-keys.ts';

export interface PackageSources {
  readonly sealKeys: KeyRing<SealKey>;
  readonly listRetiredKeys: () => readonly SealVerifier[];
}

/** What proves one sheet, before it is packed. */
export interface EvidenceContent {
  readonly tenant: string;
  readonly sheet: StoredSheet;
  readonly createdAt: string;
  readonly entries: readonly StoredLedgerEntry[];
  readonly treeHead: EvidenceReceipt['treeHead'];
  readonly inclusion: readonly { readonly seq: number; readonly path: readonly string[] }[];
  readonly consistency: readonly { readonly from: { readonly size: number; readonly root: string }; readonly path: readonly string[] }[];
  readonly keys: ReturnType<typeof describeKeys>;
  /** Days whose public root has a head of this ledger. */
  readonly anchors: readonly { readonly day: string; readonly treeHead: EvidenceReceipt['treeHead'] }[];
  /** Names of those who acted, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** From where the answer was given, as canonical JSON. */
  readonly circumstances: PersonalText | null;
  /** The head's words after objections or a refusal. */
  readonly reply: PersonalText | null;
  /** What the person has accepted to sign by. */
  readonly agreement: string | null;
  /** Who has witnessed an act on paper, with what hides their names in the ledger. */
  readonly witnesses: { readonly salt: string; readonly names: readonly string[] } | null;
}

/** Reads it in the caller's transaction, and writes into the ledger that it was taken out. */
export async function readEvidence(context: PortalContext, sheet: StoredSheet, sources: PackageSources): Promise<EvidenceContent> {
  const { tx, portal, session } = context;
  const isOwn = sheet.userId === session.userId;
  const made = await appendEntry(context, sources.sealKeys, {
    type: 'export.made',
    actor: { uid: String(session.userId), role: isOwn ? 'employee' : 'viewer', sid: session.sessionId, level: 'L1' },
    body: { planId: sheet.planId, version: sheet.version, employee: String(sheet.userId), planHash: sheet.planHash },
  });
  const head = toWireHead(portal.memberId, {
    ...{ size: made.sequence, at: made.at, frontier: made.frontier, sealKeyId: made.sealKeyId },
    ...{ root: made.treeHead?.root ?? '', seal: made.treeHead?.seal ?? '' },
  });
  const entries = await listEntriesOfSheet(tx, sheet);
  const tree = createTree(await listEntryHashes(tx, made.sequence));
  const anchors = await readAnchors(context, sheet);
  const paper = sheet.onPaperAt === null ? undefined : await findPaper(tx, sheet);
  const signed = sheet.signature === null ? [] : [Number(sheet.signature.sequence)];
  const sizes = new Set([...signed, ...anchors.map(({ treeHead }) => treeHead.size)]);
  return {
    tenant: portal.memberId,
    sheet,
    createdAt: made.at.toISOString(),
    entries,
    treeHead: head,
    inclusion: entries.map(({ sequence }) => ({ seq: Number(sequence), path: tree.inclusion(Number(sequence) - 1) })),
    consistency: [...sizes].map((size) => ({ from: { size, root: tree.rootAt(size) }, path: tree.consistency(size) })),
    keys: describeKeys(sources),
    anchors,
    names: new Map(entries.map(({ actorId }) => [String(actorId), fullName(context.team, actorId)])),
    circumstances: sheet.signature === null ? null : await findCircumstances(tx, sheet),
    reply: sheet.signature === null ? null : ((await findReply(tx, sheet))?.text ?? null),
    agreement: findAgreement(entries),
    witnesses:
      paper === undefined || paper.witnesses === null
        ? null
        : { salt: paper.witnessesSalt, names: z.array(z.string()).parse(paper.witnesses) },
  };
}

/** The words that the person accepted last, in the language they read them in. */
function findAgreement(entries: readonly StoredLedgerEntry[]): string | null {
  const accepted = entries.findLast(({ type }) => type === 'agreement.accepted');
  if (accepted === undefined) return null;
  const hash = AcceptedEntry.parse(JSON.parse(accepted.entry)).body.textSha256;
  return (['ru', 'en'] as const).map(agreementText).find((text) => hashText(text) === hash) ?? null;
}

const AcceptedEntry = z.object({ body: z.object({ textSha256: z.string() }) });

async function readAnchors({ tx, portal }: PortalContext, sheet: StoredSheet): Promise<EvidenceContent['anchors']> {
  const anchors: { day: string; treeHead: EvidenceReceipt['treeHead'] }[] = [];
  for (const { day, size } of await listAnchors(tx, sheet.publishedAt.toISOString().slice(0, 10))) {
    const head = await findTreeHead(tx, size);
    if (head !== undefined) anchors.push({ day, treeHead: toWireHead(portal.memberId, head) });
  }
  return anchors;
}

/** A day's root with the proof that the ledger's head is in it. */
export async function proveAnchors(roots: PublicRootStore, anchors: EvidenceContent['anchors']) {
  const proven: unknown[] = [];
  for (const { day, treeHead } of anchors) {
    const found = await roots.find(day);
    const place = found?.leaves.indexOf(hashTreeHead(treeHead)) ?? -1;
    if (found === undefined || place < 0) continue;
    const publicRoot = {
      day,
      portals: found.leaves.length,
      root: found.root,
      at: found.at.toISOString(),
      kid: found.sealKeyId,
      seal: found.seal,
    };
    proven.push({ treeHead, publicRoot, place, path: createTree(found.leaves).inclusion(place) });
  }
  return proven;
}

/** The files that are read by machines; their bytes follow from what they say. */
export function writeEvidenceFiles(content: EvidenceContent, heads: readonly unknown[]): Map<string, string> {
  const { sheet, tenant, entries, treeHead, inclusion, consistency, keys } = content;
  const files = new Map([
    ['plan.json', sheet.document],
    [
      'entries.json',
      toJson({
        tenant,
        entries: entries.map(({ sequence, entry, entryHash, seal, sealKeyId }) => ({
          ...{ seq: Number(sequence), entry, hash: entryHash, seal, kid: sealKeyId },
        })),
      }),
    ],
    ['proofs.json', toJson({ treeHead, inclusion, consistency })],
    ['keys.json', toJson(keys)],
    ['anchors.json', toJson({ heads })],
  ]);
  const { breakdown, signature } = sheet;
  const isSpread = breakdown !== null && breakdown.hash === signature?.breakdownHash;
  const said = {
    'plan.txt': sheet.humanText,
    'decision.txt': signature?.text ?? null,
    'circumstances.json': content.circumstances,
    'reply.txt': content.reply,
  };
  const salts = Object.entries(said).flatMap(([name, one]) => (one?.salt == null ? [] : [[name, one.salt] as const]));
  const beside = {
    ...Object.fromEntries(Object.entries(said).map(([name, one]) => [name, one?.text ?? null])),
    'breakdown.json': isSpread ? breakdown.text : null,
    'agreement.txt': content.agreement,
    'pii.json': toJson({ v: 2, people: Object.fromEntries(content.names), witnesses: content.witnesses, salts: Object.fromEntries(salts) }),
  };
  for (const [name, text] of Object.entries(beside)) if (text !== null) files.set(name, text);
  return files;
}

/** What is printed: the words of the sheet, its fingerprint, and what the ledger says about it. */
export function toPaper(content: EvidenceContent): SheetPaper {
  const { sheet, entries, createdAt, names } = content;
  const signature = entries.find(({ sequence }) => sequence === sheet.signature?.sequence);
  return {
    text: sheet.humanText?.text ?? null,
    planHash: sheet.planHash,
    createdAt,
    decision:
      sheet.signature === null
        ? null
        : {
            text: sheet.signature.text?.text ?? null,
            circumstances: content.circumstances === null ? null : StoredCircumstances.parse(JSON.parse(content.circumstances.text)),
            ...toPrinted(signature, names),
          },
    reply: content.reply?.text ?? null,
    code: signature === undefined ? null : `kurs:${signature.entryHash.slice(0, 16)}:${signature.sequence}`,
    audit: entries.filter(({ type }) => type !== 'key.rotated').map((entry) => toPrinted(entry, names)),
  };
}

function toPrinted(entry: StoredLedgerEntry | undefined, names: ReadonlyMap<string, string>): PrintedEntry {
  const { actor } = JSON.parse(entry?.entry ?? '{"actor":{}}') as { actor: { uid?: string; level?: string } };
  const { uid = '', level = '' } = actor;
  return {
    ...{ sequence: String(entry?.sequence ?? ''), type: entry?.type ?? '', at: entry?.at.toISOString() ?? '' },
    // Nobody has the number 0: it happened by itself.
    ...{ who: uid === '0' ? null : `${names.get(uid) ?? ''} (${uid})`, level, hash: entry?.entryHash ?? '' },
  };
}

const StoredCircumstances = z.object({ address: z.string(), userAgent: z.string(), portal: z.string(), confirmedAt: z.string() });

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** Names every file with its hash, sealed as a whole. */
export function writeManifest(
  content: EvidenceContent,
  files: ReadonlyMap<string, Uint8Array>,
  { key, hashBytes, hashManifest }: { key: SealKey; hashBytes: (bytes: Uint8Array) => string; hashManifest: (text: string) => string },
): string {
  const { tenant, sheet, createdAt } = content;
  const fields = {
    v: 1,
    tenant,
    createdAt,
    kid: key.keyId,
    plan: { planId: sheet.planId, version: sheet.version, month: sheet.month, employee: String(sheet.userId), planHash: sheet.planHash },
    files: [...files].map(([name, bytes]) => ({ name, size: bytes.length, sha256: hashBytes(bytes) })),
  };
  return toCanonicalJson({ ...fields, seal: key.seal(hashManifest(toCanonicalJson(fields))) });
}
