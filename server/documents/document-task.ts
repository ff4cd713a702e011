import type { PlanWorkbook, ReadWorkbook } from '#domain/planning/plan-workbook.ts';
import type { Language } from '#texts/format.ts';
import type { MinutesPaper } from '#texts/review-minutes.ts';
import type { SheetPaper } from './write-sheet-pdf.ts';
import type { WorkbookFault } from './workbook-fault.ts';

/** What a worker is asked to do with documents, and what it answers. */
export type DocumentTask =
  | { readonly kind: 'write-plan'; readonly plan: PlanWorkbook; readonly language: Language }
  | { readonly kind: 'write-sheet'; readonly paper: SheetPaper; readonly language: Language }
  | { readonly kind: 'write-minutes'; readonly paper: MinutesPaper; readonly format: 'docx' | 'pdf'; readonly language: Language }
  | { readonly kind: 'read-plan'; readonly bytes: Uint8Array };

export type DocumentAnswer =
  | { readonly kind: 'written'; readonly bytes: Uint8Array }
  | { readonly kind: 'read'; readonly workbook: ReadWorkbook }
  | { readonly kind: 'refused'; readonly fault: WorkbookFault; readonly message: string };
