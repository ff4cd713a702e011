/** Of a list that is read whole. */
export const largestPage = 500;
/** Titles are asked for fifty at a time; beyond this many a file says numbers of deals. */
export const mostTitles = 1_000;

/** All items of a list that comes in pages. */
export async function readPages<Item>(
  read: (offset: number) => Promise<{ readonly items: readonly Item[]; readonly total: number }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let total = 1; items.length < total;) {
    const page = await read(items.length);
    if (page.items.length === 0) break;
    items.push(...page.items);
    total = page.total;
  }
  return items;
}
