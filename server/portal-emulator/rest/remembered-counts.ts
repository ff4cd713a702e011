import type { Portal } from '../portal.ts';
import type { RowStore } from '../row-store.ts';

interface Counts {
  revision: number;
  readonly byQuestion: Map<string, number>;
}

type AnyStore = RowStore<{ readonly id: number }>;

const known = new WeakMap<object, Counts>();
const mostQuestions = 500;

/** Keeps the total of a list until anything changes that its filter or somebody's rights could depend on. */
export function rememberCount(portal: Portal, store: { readonly revision: number }, question: string, count: () => number): number {
  const revision = revisionOf(portal) + store.revision;
  const counts = known.get(store) ?? { revision, byQuestion: new Map<string, number>() };
  known.set(store, counts);
  if (counts.revision !== revision || counts.byQuestion.size >= mostQuestions) {
    counts.byQuestion.clear();
    counts.revision = revision;
  }
  const total = counts.byQuestion.get(question) ?? count();
  counts.byQuestion.set(question, total);
  return total;
}

/** Every part only ever grows, so that their sum never comes back. */
function revisionOf({ state }: Portal): number {
  const stores: readonly Pick<AnyStore, 'revision'>[] = [state.deals, state.leads, state.companies, ...Object.values(state.records)];
  return stores.reduce((sum, { revision }) => sum + revision, state.revision);
}
