import type { WorkbookChange } from '#contract/plan-workbook.ts';
import type { Language, PeriodKey } from '#contract/wire.ts';
import { dress } from '#format/number.ts';

export interface ChangeGroup {
  readonly sheet: string;
  readonly month: PeriodKey;
  readonly changes: readonly WorkbookChange[];
}

/** Changes as they are read: sheet by sheet, month by month. */
export function groupChanges(changes: readonly WorkbookChange[]): ChangeGroup[] {
  const groups = Map.groupBy(changes, ({ sheet, month }) => JSON.stringify([sheet, month]));
  const list = [...groups.values()].flatMap((inside) => {
    const [first] = inside;
    return first === undefined ? [] : [{ sheet: first.sheet, month: first.month, changes: inside }];
  });
  const sheets = [...new Set(changes.map(({ sheet }) => sheet))];
  return list.toSorted((a, b) => sheets.indexOf(a.sheet) - sheets.indexOf(b.sheet) || (a.month < b.month ? -1 : 1));
}

/** As it stands in the workbook; parts that are nothing are left out. */
export function showTarget(value: string | null, language: Language): string {
  return value === null ? '—' : dress(value.replace(/\.0+$/, ''), language, false);
}

/** `План 2026-12 — 2027-03.xlsx`: sorts by itself in a folder. */
export function workbookName(word: string, from: PeriodKey, until: PeriodKey): string {
  return from === until ? `${word} ${from}.xlsx` : `${word} ${from} — ${until}.xlsx`;
}
