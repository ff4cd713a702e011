import { z } from 'zod';
import { behindId, type KeysetList } from '../pages.ts';
import { Id } from '../wire-values.ts';

/** Of a field that takes several values the first one speaks; nothing is an empty text. */
const Value = z.union([Id, z.array(Id), z.literal(''), z.literal(false), z.null()]).optional();

function toText(value: z.infer<typeof Value>): string {
  const [first] = [value].flat();
  return typeof first === 'bigint' && first > 0n ? String(first) : '';
}

export interface CompanyRow {
  readonly id: bigint;
  readonly responsibleId: bigint;
  /** Id of the chosen value; empty where none is. */
  readonly value: string;
}

/** Companies with who is in charge of them and, where it is told, one list field of theirs: titles and addresses are not asked for. */
export function companiesBy(field: string | null): KeysetList<CompanyRow> {
  const own = field === null ? [] : [field];
  const row = z
    .object({ id: Id, assignedById: Id, ...Object.fromEntries(own.map((name) => [name, Value])) })
    .transform((read): CompanyRow => ({
      id: read.id as bigint,
      responsibleId: read.assignedById as bigint,
      value: field === null ? '' : toText((read as Record<string, unknown>)[field] as z.infer<typeof Value>),
    }));
  return {
    method: 'crm.item.list',
    row,
    rowsIn: 'items',
    idField: 'id',
    direction: 'ascending',
    params: (after) => ({
      entityTypeId: 4,
      select: ['id', 'assignedById', ...own],
      useOriginalUfNames: 'Y',
      order: { id: 'ASC' },
      filter: behindId('ascending', 'id', after),
      start: -1,
    }),
  };
}
