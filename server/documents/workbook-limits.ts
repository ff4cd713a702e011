/** What a workbook may be at most; a plan of 200 people, twelve months and all metrics is far below each of them. */
export const workbookLimits = {
  uploadBytes: 5 * 1024 * 1024,
  entries: 200,
  unpackedBytes: 50 * 1024 * 1024,
  /** Unpacked to packed, of one entry. */
  ratio: 100,
  /** Of all sheets of metrics together. */
  rows: 20_000,
  columns: 50,
  cells: 100_000,
  texts: 100_000,
  depth: 32,
  heapMegabytes: 256,
  patienceMs: 15_000,
} as const;
