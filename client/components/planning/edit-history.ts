import type { MonthLine } from '#contract/plan.ts';

/** One step back: a single cell, a pasted block or a whole split. */
export interface EditStep {
  readonly before: readonly MonthLine[];
  readonly after: readonly MonthLine[];
}

export interface EditHistory {
  readonly done: readonly EditStep[];
  readonly undone: readonly EditStep[];
}

export const emptyHistory: EditHistory = { done: [], undone: [] };

const longestHistory = 100;

export function recordStep(history: EditHistory, step: EditStep): EditHistory {
  return { done: [...history.done, step].slice(-longestHistory), undone: [] };
}

export function stepBack(history: EditHistory): { history: EditHistory; edits: readonly MonthLine[] } | null {
  const step = history.done.at(-1);
  if (!step) return null;
  return { history: { done: history.done.slice(0, -1), undone: [...history.undone, step] }, edits: step.before };
}

export function stepForward(history: EditHistory): { history: EditHistory; edits: readonly MonthLine[] } | null {
  const step = history.undone.at(-1);
  if (!step) return null;
  return { history: { done: [...history.done, step], undone: history.undone.slice(0, -1) }, edits: step.after };
}
