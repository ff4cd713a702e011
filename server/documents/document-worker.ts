import { parentPort, workerData } from 'node:worker_threads';
import type { DocumentAnswer, DocumentTask } from './document-task.ts';
import { readPlanWorkbook } from './read-plan-workbook.ts';
import { WorkbookRefused } from './workbook-fault.ts';
import { writeSheetPdf } from './write-sheet-pdf.ts';
import { writePlanWorkbook } from './write-plan-workbook.ts';

/** Does one task and ends. */
async function work(task: DocumentTask): Promise<DocumentAnswer> {
  if (task.kind === 'write-plan') return { kind: 'written', bytes: await writePlanWorkbook(task.plan, task.language) };
  if (task.kind === 'write-sheet') return { kind: 'written', bytes: await writeSheetPdf(task.paper, task.language) };
  if (task.kind === 'write-minutes') {
    // Each writer is read only when it is asked for.
    if (task.format === 'docx') {
      const { writeMinutesDocx } = await import('./write-minutes-docx.ts');
      return { kind: 'written', bytes: await writeMinutesDocx(task.paper, task.language) };
    }
    const { writeMinutesPdf } = await import('./write-minutes-pdf.ts');
    return { kind: 'written', bytes: await writeMinutesPdf(task.paper, task.language) };
  }
  try {
    return { kind: 'read', workbook: await readPlanWorkbook(Buffer.from(task.bytes)) };
  } catch (failure) {
    if (failure instanceof WorkbookRefused) return { kind: 'refused', fault: failure.fault, message: failure.message };
    throw failure;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
parentPort?.postMessage(await work(workerData as DocumentTask));
