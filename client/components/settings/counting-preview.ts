import type { Counting, CountingSetting } from '#contract/counting.ts';

export interface CountingText {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What a change of the setting does to the numbers, as texts with their values. */
export function previewCounting(
  counting: Counting,
  draft: CountingSetting,
  wonDateName: (date: CountingSetting['wonDate']) => string,
): CountingText[] {
  const before = counting.setting;
  const texts: CountingText[] = [];
  if (before.wonDate !== draft.wonDate) {
    texts.push({ key: 'wonDate', values: { from: wonDateName(before.wonDate), to: wonDateName(draft.wonDate) } });
  }
  const counted = (setting: CountingSetting): Set<string> => new Set(setting.pipelineIds ?? counting.pipelines.map(({ id }) => id));
  const [was, will] = [counted(before), counted(draft)];
  const namesOf = (ids: readonly string[]): string =>
    counting.pipelines.flatMap(({ id, name }) => (ids.includes(id) ? [`«${name}»`] : [])).join(', ');
  const added = namesOf([...will].filter((id) => !was.has(id)));
  const dropped = namesOf([...was].filter((id) => !will.has(id)));
  if (added !== '') texts.push({ key: 'added', values: { names: added } });
  if (dropped !== '') texts.push({ key: 'dropped', values: { names: dropped } });
  if (before.pipelineIds === null && draft.pipelineIds !== null) texts.push({ key: 'noFuture', values: {} });
  if (before.pipelineIds !== null && draft.pipelineIds === null) texts.push({ key: 'future', values: {} });
  return texts.length === 0 ? [] : [...texts, { key: 'recount', values: {} }];
}
