import { z } from 'zod';

const batchSize = 50;
const entityTypes = { lead: 1, deal: 2, contact: 3, company: 4 } as const;
export type TitledRecord = keyof typeof entityTypes;

/** Titles of tasks by the viewer's own rights. */
export async function loadTaskTitles(
  call: (method: string, params: Record<string, unknown>) => Promise<unknown>,
  taskIds: readonly string[],
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  const ids = [...new Set(taskIds)];
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize).map(Number);
    const { tasks } = Tasks.parse(await call('tasks.task.list', { select: ['ID', 'TITLE'], filter: { ID: batch }, order: { ID: 'ASC' } }));
    for (const { id, title } of tasks) if (title) titles.set(id, title);
  }
  return titles;
}

const Word = z.string().nullish();
/** A contact has a name where the others have a title. */
const Titles = z.object({ items: z.array(z.object({ id: z.coerce.string(), title: Word, name: Word, lastName: Word })) });
const Tasks = z.object({ tasks: z.array(z.object({ id: z.coerce.string(), title: Word })) });

/** Titles are read with the viewer's own token and live in the page only: the server never keeps names of clients. */
export async function loadRecordTitles(
  call: (method: string, params: Record<string, unknown>) => Promise<unknown>,
  kind: TitledRecord,
  recordIds: readonly string[],
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  const ids = [...new Set(recordIds)];
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize).map(Number);
    const select = kind === 'contact' ? ['id', 'name', 'lastName'] : ['id', 'title'];
    const params = { entityTypeId: entityTypes[kind], select, filter: { '@id': batch }, order: { id: 'ASC' } };
    const { items } = Titles.parse(await call('crm.item.list', params));
    for (const item of items) {
      const title = kind === 'contact' ? [item.name, item.lastName].filter(Boolean).join(' ') : item.title;
      if (title) titles.set(item.id, title);
    }
  }
  return titles;
}
