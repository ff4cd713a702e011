import type { Router } from 'express';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { endpoints } from '#contract/endpoints.ts';
import { AppError } from '#kernel/errors.ts';
import { runDocumentTask } from '#documents/run-document-task.ts';
import { writeArchive } from '#documents/write-archive.ts';
import { hashInDomain } from '#ledger/canonical-json.ts';
import { evidenceReadme } from '#texts/evidence-readme.ts';
import { proveAnchors, readEvidence, toPaper, writeEvidenceFiles, writeManifest, type EvidenceContent } from '../evidence-package.ts';
import { createHeavyWork } from '../heavy-work.ts';
import { serveDownload } from '../serve-file.ts';
import type { Web } from '../web.ts';
import { findSheet } from './acknowledgement.ts';

const verifier = new URL('../../ledger/verifier/', import.meta.url);

/** The evidence of a sheet, for its person and for heads who may see it. */
export function serveEvidence(router: Router, web: Web): void {
  const program = readFileSync(new URL('verify.mjs', verifier), 'utf8');
  const page = readFileSync(new URL('verify.html', verifier), 'utf8').replace('/* verify.mjs */', () => program);
  serveDownload(router, { web, heavy: createHeavyWork() }, endpoints.getEvidencePackage, {
    policy: (_context, request) => ({ action: 'see-sheet', resource: { kind: 'sheet', userId: BigInt(request.userId) } }),
    read: async (context, request) => ({
      content: await readEvidence(context, await findSheet(context, request), web),
      language: request.language ?? (context.portal.language === 'ru' ? ('ru' as const) : ('en' as const)),
    }),
    write: async ({ content, language }) => pack(web, content, { program, page, pdf: await print(content, language) }),
  });
}

async function print(content: EvidenceContent, language: 'ru' | 'en'): Promise<Uint8Array> {
  const answer = await runDocumentTask({ kind: 'write-sheet', paper: toPaper(content), language });
  if (answer.kind === 'written') return answer.bytes;
  throw new AppError('internal', `The sheet was not printed: ${answer.kind === 'refused' ? answer.message : answer.kind}`);
}

async function pack(
  web: Web,
  content: EvidenceContent,
  { program, page, pdf }: { program: string; page: string; pdf: Uint8Array },
): Promise<Uint8Array> {
  const texts = writeEvidenceFiles(content, await proveAnchors(web.store.publicRoots, content.anchors));
  texts.set('README.txt', evidenceReadme(content.keys.keys.find(({ isCurrent }) => isCurrent)?.fingerprint ?? ''));
  texts.set('verify.mjs', program);
  texts.set('verify.html', page);
  const files = new Map([...texts].map(([name, text]) => [name, new Uint8Array(Buffer.from(text, 'utf8'))]));
  files.set('plan.pdf', new Uint8Array(pdf));
  const manifest = writeManifest(content, files, {
    key: web.sealKeys.current(),
    hashBytes: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    hashManifest: (text) => hashInDomain('kurs/package/v1', text),
  });
  files.set('manifest.json', new Uint8Array(Buffer.from(manifest, 'utf8')));
  return writeArchive(files, new Date(content.createdAt));
}
