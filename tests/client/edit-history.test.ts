import { describe, expect, it } from 'vitest';
import { emptyHistory, recordStep, stepBack, stepForward } from '#components/planning/edit-history.ts';
import { amountScale } from '#components/planning/plan-amount.ts';
import { pastedBlock } from '#components/planning/pasted-block.ts';

const step = (from: string | null, to: string | null) => ({
  before: [{ month: '2026-12', metric: 'revenue', scope: 'person:11', value: from } as const],
  after: [{ month: '2026-12', metric: 'revenue', scope: 'person:11', value: to } as const],
});

describe('undoing in the planning grid', () => {
  it('goes back and forward step by step', () => {
    const history = recordStep(recordStep(emptyHistory, step(null, '1')), step('1', '2'));
    const back = stepBack(history);
    expect(back?.edits[0]?.value).toBe('1');
    const further = back && stepBack(back.history);
    expect(further?.edits[0]?.value).toBeNull();
    const forward = further && stepForward(further.history);
    expect(forward?.edits[0]?.value).toBe('1');
  });

  it('has nothing to undo at the beginning and nothing to redo after a new edit', () => {
    expect(stepBack(emptyHistory)).toBeNull();
    const back = stepBack(recordStep(emptyHistory, step(null, '1')));
    expect(back && stepForward(recordStep(back.history, step(null, '3')))).toBeNull();
  });
});

describe('a pasted block', () => {
  const scale = amountScale('revenue', 'RUB');
  const amount = (minor: bigint) => ({ kind: 'amount', minor });

  it('reads one value per row of a spreadsheet, blanks and words included', () => {
    const block = pastedBlock('4 200\r\n\r\nитого\r\n3850,5\r\n', scale, 'ru');
    expect(block.map((row) => row.map((cell) => cell.kind))).toEqual([['amount'], ['empty'], ['unclear'], ['amount']]);
  });

  it('leaves out names in front of the amounts', () => {
    expect(pastedBlock('Орлов\t4 200', scale, 'ru')).toEqual([[amount(420_000_000n)]]);
    expect(pastedBlock('Опт\tОрлов\t1\t2\nОпт\tБелова\t\t4', scale, 'ru')).toEqual([
      [amount(100_000n), amount(200_000n)],
      [{ kind: 'empty' }, amount(400_000n)],
    ]);
  });

  it('keeps blank cells between amounts', () => {
    expect(pastedBlock('1\t\t3', scale, 'ru')[0]?.map((cell) => cell.kind)).toEqual(['amount', 'empty', 'amount']);
  });
});
