import { describe, expect, it } from 'vitest';
import { emptyHistory, recordStep, stepBack, stepForward } from '#components/planning/edit-history.ts';
import { amountScale } from '#components/planning/plan-amount.ts';
import { pastedColumn } from '#components/planning/pasted-column.ts';

const step = (from: string | null, to: string | null) => ({
  before: [{ metric: 'revenue', scope: 'person:11', value: from } as const],
  after: [{ metric: 'revenue', scope: 'person:11', value: to } as const],
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

describe('a pasted column', () => {
  const scale = amountScale('revenue', 'RUB');

  it('reads one value per row of a spreadsheet, blanks and words included', () => {
    expect(pastedColumn('4 200\r\n\r\nитого\r\n3850,5\r\n', scale, 'ru').map((cell) => cell.kind)).toEqual([
      'amount',
      'empty',
      'unclear',
      'amount',
    ]);
  });

  it('finds the amount beside a name', () => {
    expect(pastedColumn('Орлов\t4 200', scale, 'ru')).toEqual([{ kind: 'amount', minor: 420_000_000n }]);
  });
});
