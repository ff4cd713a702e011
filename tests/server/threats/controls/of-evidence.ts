import type { Control } from './control.ts';

const packages = 'tests/server/evidence/package.test.ts';
const ledgers = 'tests/server/evidence/verify-ledgers.test.ts';
const races = 'tests/server/evidence/sign-races.test.ts';
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
    threat: 'T22',
    off: 'what was signed is compared with what is stored',
    patches: [{ file: 'server/jobs/verify-ledgers.ts', text: '!isAsSigned(document)', replacement: 'false' }],
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
];
