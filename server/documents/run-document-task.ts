import { Worker } from 'node:worker_threads';
import type { DocumentAnswer, DocumentTask } from './document-task.ts';
import { workbookLimits } from './workbook-limits.ts';

export interface WorkerLimits {
  readonly heapMegabytes: number;
  readonly patienceMs: number;
}

/**
 * Runs a task in a thread of its own, so that requests go on meanwhile. A thread that wants more memory or time
 * than it may have is ended: the task was too heavy. It inherits no setting of ours.
 */
export function runDocumentTask(task: DocumentTask, limits: WorkerLimits = workbookLimits): Promise<DocumentAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./document-worker.ts', import.meta.url), {
      workerData: task,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    const tooHeavy = (message: string) => resolve({ kind: 'refused', fault: 'too-heavy', message });
    const timer = setTimeout(() => {
      tooHeavy(`Not done in ${limits.patienceMs} ms`);
      void worker.terminate();
    }, limits.patienceMs);
    worker.once('message', (answer: DocumentAnswer) => resolve(answer));
    worker.once('error', (failure) => {
      const { code } = failure as { code?: unknown };
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') tooHeavy('Out of memory');
      else reject(failure);
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The worker of documents ended with ${code} and without an answer`));
    });
  });
}
