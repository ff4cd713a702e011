import { z } from 'zod';
import { behindId, type KeysetList } from '../pages.ts';
import type { Command, PortalClient } from '../portal-client.ts';
import { readRows, type RowSource } from '../read-rows.ts';
import { Id } from '../wire-values.ts';

/** A user field of deals by which they can be told apart. */
export interface DealField {
  /** UF_CRM_… */
  readonly field: string;
  readonly isList: boolean;
  /** Of a list, in its order. */
  readonly values: readonly { readonly value: string; readonly title: string }[];
}

const longestText = 80;
const longestTitle = 200;
/** A list with more values is a directory and nothing to plan by. */
const mostValues = 1000;

/** One line of at most so many characters; what cannot be printed stands for a space. */
function toLine(text: string, longest: number): string {
  const line = text
    .normalize('NFC')
    .replace(/[\s\p{C}\uFFFD]+/gu, ' ')
    .trim();
  return [...line].slice(0, longest).join('').trim();
}

const ListValue = z
  .object({ ID: Id, VALUE: z.string() })
  .transform(({ ID, VALUE }) => ({ value: String(ID), title: toLine(VALUE, longestTitle) }));

const fieldList: RowSource<DealField> = {
  method: 'crm.deal.userfield.list',
  rowsIn: 'result',
  idField: 'ID',
  row: z
    .object({ FIELD_NAME: z.string(), USER_TYPE_ID: z.string(), LIST: z.array(z.unknown()).nullish() })
    .transform(({ FIELD_NAME, USER_TYPE_ID, LIST }) => ({
      field: FIELD_NAME,
      isList: USER_TYPE_ID === 'enumeration',
      isText: USER_TYPE_ID === 'string',
      // A value without a readable title cannot be chosen; it does not take the others with it.
      values: (LIST ?? []).slice(0, mostValues).flatMap((value) => ListValue.safeParse(value).data ?? []),
    }))
    .refine(({ isList, isText }) => isList || isText)
    .transform(({ field, isList, values }) => ({ field, isList, values: isList ? values.filter(({ title }) => title !== '') : [] })),
};

/** Of some user fields of deals those that the portal has, as a list or a text; all others do not tell deals apart. */
export async function readDealFields(client: PortalClient, fields: readonly string[]): Promise<DealField[]> {
  const [known] = await client.batch([{ method: fieldList.method, params: { order: { ID: 'ASC' } } }]);
  return readRows(fieldList, known).rows.filter(({ field }) => fields.includes(field));
}

export interface DealFieldsRow {
  readonly id: bigint;
  /** What the deal says by field; a field that is empty is not among them. */
  readonly values: ReadonlyMap<string, string>;
}

const one = z.union([z.string(), z.number()]).transform(String);
const nothing = z.union([z.literal(''), z.literal(false), z.null()]).transform(() => '');

/** Of a field that takes several values the first one speaks. */
const several = z.array(one).transform(([first = '']) => first);
const Text = z.union([nothing, one, several]).transform((text) => toLine(text, longestText));
const ListId = z
  .union([nothing, one, several])
  .pipe(z.string().regex(/^\d{0,18}$/))
  .transform((id) => (/^0*$/.test(id) ? '' : String(BigInt(id))));

/** A field that was asked for and does not come is a fault of the row: portals leave out names that they do not know. */
function toRow(fields: readonly Pick<DealField, 'field' | 'isList'>[]): z.ZodType<DealFieldsRow> {
  const shape = Object.fromEntries(fields.map(({ field, isList }) => [field, isList ? ListId : Text]));
  return z.object({ id: Id, ...shape }).transform((read) => ({
    id: read.id,
    values: new Map(
      fields.flatMap(({ field }) => {
        const value = (read as Record<string, unknown>)[field];
        return typeof value === 'string' && value !== '' ? [[field, value] as const] : [];
      }),
    ),
  }));
}

type Asked = readonly Pick<DealField, 'field' | 'isList'>[];

const select = (fields: Asked): string[] => ['id', ...fields.map(({ field }) => field)];

/** Deals with some user fields of theirs and nothing else. */
export function dealsWithFields(fields: Asked): KeysetList<DealFieldsRow> {
  return {
    method: 'crm.item.list',
    row: toRow(fields),
    rowsIn: 'items',
    idField: 'id',
    direction: 'ascending',
    params: (after) => ({
      entityTypeId: 2,
      select: select(fields),
      useOriginalUfNames: 'Y',
      order: { id: 'ASC' },
      filter: behindId('ascending', 'id', after),
      start: -1,
    }),
  };
}

/** The same of at most 50 ids. */
export function dealFieldsById(fields: Asked, ids: readonly bigint[]): Command {
  const { method } = dealsWithFields(fields);
  const params = {
    entityTypeId: 2,
    select: select(fields),
    useOriginalUfNames: 'Y',
    order: { id: 'ASC' },
    filter: { '@id': ids },
    start: -1,
  };
  return { method, params };
}
