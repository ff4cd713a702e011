import type { Control } from './control.ts';

const packages = 'tests/server/evidence/package.test.ts';
const ledgers = 'tests/server/evidence/verify-ledgers.test.ts';
const races = 'tests/server/evidence/sign-races.test.ts';
const erasure = 'tests/server/evidence/erasure.test.ts';
const verifier = 'server/ledger/verifier/verify.mjs';

/** What was signed, and whoever would change it afterwards. */
export const ofEvidence: readonly Control[] = [
  {
    threat: 'T19',
    off: 'requests about one ledger wait for each other, and what was answered is not answered again',
    patches: [
      {
        file: 'server/http/api/sign-sheet.ts',
        text: 'if (earlier !== null) return repeated(earlier, sheet, request);',
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: races,
    test: 'T19: a plan that is signed by many requests at once > gets one signature',
  },
  {
    threat: 'T19',
    off: 'a version that was replaced is not signed',
    patches: [
      {
        file: 'server/http/api/sign-sheet.ts',
        text: "  if (sheet.isSuperseded) throw new AppError('conflict', 'A newer version of this plan was sent');\n  if (sheet.readAt",
        replacement: '  if (sheet.readAt',
      },
    ],
    project: 'server-pglite',
    file: races,
    test: 'T19: a plan that is signed by many requests at once > is never signed',
  },
  {
    threat: 'T20',
    off: 'the time of a ledger never runs backwards',
    patches: [{ file: 'server/ledger/next-entry.ts', text: 'head.at > act.now ? head.at : act.now', replacement: 'act.now' }],
    project: 'server-pglite',
    file: 'tests/server/ledger/next-entry.test.ts',
    test: 'T20: a ledger whose clock is set back or ahead > keeps the order',
  },
  {
    threat: 'T21',
    off: 'the words of an answer are packed',
    patches: [
      {
        file: 'server/http/evidence-package.ts',
        text: "'decision.txt': signature?.text ?? null,",
        replacement: "'decision.txt': null,",
      },
    ],
    project: 'server-pglite',
    file: packages,
    test: 'T21: the evidence of a signed plan > verifies as a whole',
  },
  {
    threat: 'T21',
    off: 'what stands beside an answer is compared with its entry',
    patches: [{ file: verifier, text: 'else if (hashInDomain(domain, text) !== hash)', replacement: 'else if (false)' }],
    project: 'server-pglite',
    file: packages,
    test: 'T21: the evidence of a signed plan > holds the breakdown',
  },
  {
    threat: 'T21',
    off: 'from where an answer came is compared with its entry',
    patches: [{ file: verifier, text: 'if (from !== undefined) compareText', replacement: 'if (false) compareText' }],
    project: 'server-pglite',
    file: packages,
    test: 'T21: the evidence of a signed plan > holds the breakdown',
  },
  {
    threat: 'T22',
    off: 'what was signed is compared with what is stored',
    patches: [{ file: 'server/jobs/verify-ledgers.ts', text: '!isAsSigned(document, erased)', replacement: 'false' }],
    project: 'server-pglite',
    file: ledgers,
    test: 'T22: a plan that was changed after it was signed',
  },
  {
    threat: 'T23',
    off: 'the hash of an entry is compared with its text',
    patches: [
      {
        file: 'server/ledger/verify-chain.ts',
        text: "if (hashEntry(stored.entry) !== stored.entryHash) return 'the content does not match its hash';",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: packages,
    test: 'T23: evidence that was changed > is found in each of',
  },
  {
    threat: 'T23',
    off: 'the verifier compares seals',
    patches: [
      {
        file: verifier,
        text: 'else if (!isSealed(hash, seal, key)) report.tampered(`${name.ru}: печать',
        replacement: 'else if (false) report.tampered(`${name.ru}: печать',
      },
    ],
    project: 'server-pglite',
    file: packages,
    test: 'T23: evidence that was changed > is found in each of',
  },
  {
    threat: 'T23',
    off: 'an anchor is held against the ledger',
    patches: [{ file: verifier, text: 'else if (root !== head.root)', replacement: 'else if (false)' }],
    project: 'server-pglite',
    file: packages,
    test: 'T23: evidence that was changed > rewritten as a whole',
  },
  {
    threat: 'T23',
    off: 'a receipt waits for the journal',
    patches: [
      {
        file: 'server/http/serve-endpoint.ts',
        text: 'if (upTo !== undefined) await keepEvidence',
        replacement: 'if (false) await keepEvidence',
      },
    ],
    project: 'server-pglite',
    file: ledgers,
    test: 'T23: copies that others hold > are a receipt in hand',
  },
  {
    threat: 'T23',
    off: 'a ledger that was halted takes no entries',
    patches: [{ file: 'server/http/ledger-entry.ts', text: 'if (head.haltedBecause !== null)', replacement: 'if (false)' }],
    project: 'server-pglite',
    file: ledgers,
    test: 'T23: a ledger that was changed by its owner > takes no signature',
  },
  {
    threat: 'T24',
    off: 'the key of a person is destroyed',
    patches: [
      {
        file: 'server/store/erasures.ts',
        text: "  await tx.db.deleteFrom('subject_key').where('portal_id', '=', tx.portalId).where('user_id', '=', userId).execute();",
        replacement: '',
      },
    ],
    project: 'server-pglite',
    file: erasure,
    test: 'T24: somebody whose personal data is erased',
  },
  {
    threat: 'T24',
    off: 'words are sealed with the key of the person before the journal has them',
    patches: [
      {
        file: 'server/store/signatures.ts',
        text: "sealPersonal(key, 'signature.text', text)",
        replacement: 'text.text',
      },
    ],
    project: 'server-pglite',
    file: erasure,
    test: 'T24: somebody whose personal data is erased',
  },
  {
    threat: 'T24',
    off: 'messages that were delivered are emptied',
    patches: [{ file: 'server/store/erasures.ts', text: '  await emptyOutbox(tx, userId);', replacement: '' }],
    project: 'server-pglite',
    file: erasure,
    test: 'T24: somebody whose personal data is erased',
  },
  {
    threat: 'T24',
    off: 'the portal does not bring the name back',
    patches: [{ file: 'server/store/structure.ts', text: 'erased.has(person.user_id) && !person.is_active', replacement: 'false' }],
    project: 'server-pglite',
    file: erasure,
    test: 'T24: somebody whose personal data is erased',
  },
  {
    threat: 'T24',
    off: 'words may be missing from a package only behind an entry that says so',
    patches: [
      {
        file: verifier,
        text: 'if (text === undefined && isErasedSince(erasure, seq)) return;',
        replacement: 'if (text === undefined) return;',
      },
    ],
    project: 'server-pglite',
    file: erasure,
    test: 'T24: somebody whose personal data is erased',
  },
  {
    threat: 'T24',
    off: 'a key may be missing only behind an entry that says so',
    patches: [{ file: 'server/jobs/verify-ledgers.ts', text: '(erased.get(userId) ?? 0n) > sequence', replacement: 'true' }],
    project: 'server-pglite',
    file: erasure,
    test: 'T24: a key that was destroyed without an entry',
  },
];
