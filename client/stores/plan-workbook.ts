import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { applyPlanWorkbook, checkPlanWorkbook, getPlanWorkbook, type WorkbookCheck } from '#contract/plan-workbook.ts';
import type { Language, PeriodKey } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

export type WorkbookStep = 'idle' | 'downloading' | 'checking' | 'applying';

/** A file is made and read in a queue. */
const patienceMs = 60_000;
const longestBytes = checkPlanWorkbook.body?.limitBytes ?? 0;

/** The round trip of plans through a workbook: nothing is written before it was looked at and confirmed. */
export const usePlanWorkbook = defineStore('plan-workbook', () => {
  const step = ref<WorkbookStep>('idle');
  const fileName = ref('');
  const check = shallowRef<WorkbookCheck | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let file: Uint8Array<ArrayBuffer> | null = null;

  /** The bytes of the workbook; null when they did not come. */
  function download(asked: { from: PeriodKey; months: number; language: Language }): Promise<Uint8Array | null> {
    return run('downloading', () => callEndpoint(getPlanWorkbook, asked, { timeoutMs: patienceMs }));
  }

  async function choose(chosen: File): Promise<void> {
    reset();
    fileName.value = chosen.name;
    if (chosen.size > longestBytes) {
      failure.value = { code: 'file-refused', requestId: null, isPassing: false, fault: 'too-large' };
      return;
    }
    // Whoever saves the file meanwhile has it checked again.
    file = await chosen.arrayBuffer().then(
      (bytes) => new Uint8Array(bytes),
      () => null,
    );
    if (file === null) failure.value = { code: 'file-refused', requestId: null, isPassing: false, fault: 'damaged' };
    else await look();
  }

  /** Compares the file with the plans as they stand now. */
  async function look(): Promise<void> {
    const bytes = file;
    if (bytes === null) return;
    check.value = null;
    check.value = await run('checking', () => callEndpoint(checkPlanWorkbook, {}, { file: bytes, timeoutMs: patienceMs }));
  }

  /** How many targets were saved; null when none was. */
  async function apply(): Promise<number | null> {
    const checked = check.value;
    if (checked === null || checked.errorCount > 0 || checked.changes.length === 0) return null;
    const { months, digest } = checked;
    const changes = checked.changes.map(({ month, metric, scope, key, to }) => ({ month, metric, scope, key, value: to }));
    const answer = await run('applying', () => callEndpoint(applyPlanWorkbook, { months, digest, changes }, { timeoutMs: patienceMs }));
    return answer?.saved ?? null;
  }

  async function run<Answer>(next: WorkbookStep, call: () => Promise<Answer>): Promise<Answer | null> {
    step.value = next;
    failure.value = null;
    try {
      return await call();
    } catch (error) {
      failure.value = toFailure(error);
      return null;
    } finally {
      step.value = 'idle';
    }
  }

  function reset(): void {
    file = null;
    fileName.value = '';
    check.value = null;
    failure.value = null;
  }

  return { step, fileName, check, failure, download, choose, look, apply, reset };
});
