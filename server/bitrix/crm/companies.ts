import { z } from 'zod';
import { behindId, type KeysetList } from '../pages.ts';
import { Id } from '../wire-values.ts';

/** Of a field that takes several values the first one speaks; nothing is an empty text. */
const Value = z.union([Id, z.array(Id), z.literal(''), z.literal(false), z.null()]).optional();

function toText(value: z.infer<typeof Value>): string {
  const [first] = [value].flat();
  return typeof first === 'bigint' && first > 0n ? String(first) : '';
}

export interface CompanyTypeRow {
  readonly id: bigint;
  readonly responsibleId: bigint;
  /** Id of the chosen value; empty where none is. */
  readonly value: string;
}

/** Companies with one list field of theirs: titles and addresses are not asked for. */
export function companiesBy(field: string): KeysetList<CompanyTypeRow> {
  const row = z.object({ id: Id, assignedById: Id, [field]: Value }).transform((read): CompanyTypeRow => ({
    id: read.id as bigint,
    responsibleId: read.assignedById as bigint,
    value: toText(read[field] as z.infer<typeof Value>),
  }));
  return {
    method: 'crm.item.list',
    row,
    rowsIn: 'items',
    idField: 'id',
    direction: 'ascending',
    params: (after) => ({
      entityTypeId: 4,
      select: ['id', 'assignedById', field],
      useOriginalUfNames: 'Y',
      order: { id: 'ASC' },
      filter: behindId('ascending', 'id', after),
      start: -1,
    }),
  };
}
