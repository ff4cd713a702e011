import type { Control } from './control.ts';

const documents = 'tests/server/documents/plan-workbook.test.ts';
const hostile = 'tests/server/documents/hostile-workbooks.test.ts';

/** What comes in and goes out as a file. */
export const ofFiles: readonly Control[] = [
  {
    threat: 'T17',
    off: 'a name is typed as text',
    patches: [
      {
        file: 'server/documents/write-plan-workbook.ts',
        text: 'slice(0, 32_000)), type: String,',
        replacement: "slice(0, 32_000)), type: value.startsWith('=') ? 'Formula' : String,",
      },
    ],
    project: 'server-pglite',
    file: documents,
    test: 'T17: names that look like formulas > are texts in a workbook of ours',
  },
  {
    threat: 'T17',
    off: 'of a formula only its value is read',
    patches: [
      {
        file: 'server/documents/read-cells.ts',
        text: "(element === 'v' || element === 't')",
        replacement: "(element === 'v' || element === 't' || element === 'f')",
      },
    ],
    project: 'server-pglite',
    file: documents,
    test: 'T17: formulas in a workbook that comes back > are never looked at',
  },
  {
    threat: 'T18',
    off: 'the directory of an archive is looked at',
    patches: [{ file: 'server/documents/open-archive.ts', text: '  checkEntries(entries);\n', replacement: '' }],
    project: 'server-pglite',
    file: hostile,
    test: 'T18: a hostile workbook > is refused: archives in an archive, as 42.zip',
  },
  {
    threat: 'T18',
    off: 'bytes are counted while they are unpacked',
    patches: [{ file: 'server/documents/read-xml.ts', text: 'if (own > entry.uncompressedSize)', replacement: 'if (false)' }],
    project: 'server-pglite',
    file: hostile,
    test: 'T18: a hostile workbook > is refused: a header that tells 1 KB of 60 MB',
  },
  {
    threat: 'T18',
    off: 'a document type is refused',
    patches: [
      { file: 'server/documents/read-xml.ts', text: "throw new WorkbookRefused('forbidden-markup', 'A document type');", replacement: '' },
    ],
    project: 'server-pglite',
    file: hostile,
    test: 'T18: a hostile workbook > is refused: a billion laughs',
  },
  {
    threat: 'T18',
    off: 'texts are counted',
    patches: [{ file: 'server/documents/read-parts.ts', text: 'if (texts.length >= workbookLimits.texts)', replacement: 'if (false)' }],
    project: 'server-pglite',
    file: hostile,
    test: 'T18: a hostile workbook > is refused: a million shared texts',
  },
  {
    threat: 'T18',
    off: 'a thread that takes too long is ended',
    patches: [{ file: 'server/documents/run-document-task.ts', text: '}, limits.patienceMs);', replacement: '}, 3_600_000);' }],
    project: 'server-pglite',
    file: hostile,
    test: 'T18: a hostile workbook > ends its thread when it takes too long',
  },
  {
    threat: 'T18',
    off: 'a thread has its own measure of memory',
    patches: [
      {
        file: 'server/documents/run-document-task.ts',
        text: 'maxOldGenerationSizeMb: limits.heapMegabytes,',
        replacement: 'maxOldGenerationSizeMb: 4096,',
      },
    ],
    project: 'server-pglite',
    file: hostile,
    test: 'T18: a hostile workbook > ends its thread when it wants too much memory',
  },
  {
    threat: 'T18',
    off: 'a file that cannot be read is the fault of whoever sends it',
    patches: [
      {
        file: 'server/http/api/plan-workbook.ts',
        text: "throw new AppError('file-refused', answer.message,",
        replacement: "throw new AppError('internal', answer.message,",
      },
    ],
    project: 'server-pglite',
    file: 'tests/server/threats/hostile-uploads.test.ts',
    test: 'T18: hostile workbooks that are sent to the server > are refused',
  },
];
