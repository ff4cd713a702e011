import { describe, expect, it } from 'vitest';
import { readPlanWorkbook } from '#documents/read-plan-workbook.ts';
import { runDocumentTask } from '#documents/run-document-task.ts';
import { WorkbookRefused } from '#documents/workbook-fault.ts';
import { writePlanWorkbook } from '#documents/write-plan-workbook.ts';
import { chooseBy } from '../threats/seeded-choice.ts';
import { hostileWorkbooks } from './hostile-workbooks.ts';
import { mutateWorkbook } from './mutate-workbook.ts';
import { handMadeFile, headings, line, samplePlan } from './sample-workbook.ts';

const corpus = hostileWorkbooks();

describe('T18: a hostile workbook', () => {
  it.each(corpus)('is refused: $what', async ({ bytes, fault }) => {
    const refused = await readPlanWorkbook(bytes).catch((failure: unknown) => failure);
    expect(refused).toBeInstanceOf(WorkbookRefused);
    expect((refused as WorkbookRefused).fault).toBe(fault);
  });

  it('is longer than may be sent', async () => {
    await expect(readPlanWorkbook(Buffer.alloc(5 * 1024 * 1024 + 1))).rejects.toMatchObject({ fault: 'too-large' });
  });

  it('ends its thread when it takes too long', async () => {
    const task = { kind: 'read-plan', bytes: slow() } as const;
    expect(await runDocumentTask(task, { heapMegabytes: 256, patienceMs: 1 })).toMatchObject({ kind: 'refused', fault: 'too-heavy' });
  });

  it('ends its thread when it wants too much memory', async () => {
    const task = { kind: 'read-plan', bytes: slow() } as const;
    expect(await runDocumentTask(task, { heapMegabytes: 10, patienceMs: 60_000 })).toEqual({
      kind: 'refused',
      fault: 'too-heavy',
      message: 'Out of memory',
    });
  });
});

describe('T18: a workbook with changed parts', () => {
  // A fifth of what is sent to each class of endpoints.
  const count = Math.ceil(Number(process.env['FUZZ_REQUESTS'] ?? 1500) / 5);
  const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

  it('is read or refused, and nothing else', { timeout: 3_600_000 }, async () => {
    const whole = await writePlanWorkbook(samplePlan(), 'ru');
    const outcomes = new Map<string, number>();
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const outcome = await readPlanWorkbook(mutateWorkbook(chooseBy(seed), whole)).then(
        () => 'read',
        (failure: unknown) => (failure instanceof WorkbookRefused ? failure.fault : `seed ${seed}: ${String(failure)}`),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect([...outcomes.keys()].filter((outcome) => outcome.startsWith('seed'))).toEqual([]);
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(count < 100 ? [] : ['read', 'damaged']));
  });
});

/** As much as may be. */
const slow = (): Buffer =>
  handMadeFile(
    headings +
      Array.from({ length: 3000 }, (_, at) =>
        line(at + 2, `person:${at}`, `Имя ${at} ${Math.random()}`, '<c><v>1</v></c>'.repeat(40)),
      ).join(''),
  );
