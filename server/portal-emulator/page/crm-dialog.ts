import { choose, type ChoiceGroup, type ChoiceRow, type Chosen } from './choice-dialog.ts';
import { isRecord } from './frame-message.ts';
import type { Params } from './frame-session.ts';
import type { Portal } from './portal-context.ts';
import type { CrmChoice } from './records.ts';
import type { Words } from './words.ts';

const crmTypes = ['lead', 'contact', 'company', 'deal', 'quote'] as const;
type CrmType = (typeof crmTypes)[number];

export interface CrmChoiceWish {
  readonly types: readonly CrmType[];
  readonly many: boolean;
  /** Chosen beforehand; the portal heeds it only where several may be chosen. */
  readonly chosen: readonly { readonly type: CrmType; readonly id: number }[];
}

const prefixes: Readonly<Record<CrmType, string>> = { lead: 'L', contact: 'C', company: 'CO', deal: 'D', quote: 'Q' };

/** `{entityType, multiple, value}`, where `value` lists ids by type or codes like `D_5`. */
export function readChoice(params: Params): CrmChoiceWish {
  const asked = Array.isArray(params['entityType']) ? params['entityType'].map(String) : [];
  const known = asked.flatMap((name) => crmTypes.find((type) => type === name) ?? []);
  const many = params['multiple'] === true;
  return { types: known.length > 0 ? known : crmTypes, many, chosen: many ? readChosen(params['value']) : [] };
}

/** Buckets by type as objects with the keys 0, 1, 2 …; undefined when the dialog was cancelled. */
export async function chooseRecords(portal: Portal, wish: CrmChoiceWish): Promise<Record<string, unknown> | undefined> {
  const groups = wish.types.map((type) => toGroup(portal, type));
  const before = await loadChosen(portal, wish);
  const chosen = await choose<RecordRow>(portal, { title: portal.words.selectRecords, many: wish.many, groups, chosen: before });
  if (!chosen) return undefined;
  const bucket = (type: CrmType): Record<string, unknown> =>
    Object.fromEntries(chosen.filter(({ group }) => group === type).map(({ row }, index) => [index, toElement(type, row.record)]));
  return Object.fromEntries(wish.types.map((type) => [type, bucket(type)]));
}

interface RecordRow extends ChoiceRow {
  readonly record: CrmChoice;
}

function toGroup(portal: Portal, type: CrmType): ChoiceGroup<RecordRow> {
  const titles: Readonly<Record<CrmType, string>> = titlesOf(portal.words);
  const list = async (search: string): Promise<RecordRow[]> =>
    (await portal.api.listChoices({ type, search })).choices.map((record) => toRow(type, record));
  return { key: type, title: titles[type], list };
}

function titlesOf(words: Words): Readonly<Record<CrmType, string>> {
  return { lead: words.leads, contact: words.contacts, company: words.companies, deal: words.deals, quote: words.tabs.quotes };
}

function toRow(type: CrmType, record: CrmChoice): RecordRow {
  return { key: `${prefixes[type]}_${record.id}`, title: record.title, note: record.description, record };
}

async function loadChosen(portal: Portal, wish: CrmChoiceWish): Promise<Chosen<RecordRow>[]> {
  const wanted = wish.types.map((type) => ({ type, ids: wish.chosen.filter((one) => one.type === type).map(({ id }) => id) }));
  const pages = wanted
    .filter(({ ids }) => ids.length > 0)
    .map(async ({ type, ids }) => {
      const { choices } = await portal.api.listChoices({ type, ids: ids.join(',') });
      return choices.map((record) => ({ group: type, row: toRow(type, record) }));
    });
  return (await Promise.all(pages)).flat();
}

function readChosen(value: unknown): CrmChoiceWish['chosen'] {
  if (Array.isArray(value)) return value.flatMap((code) => parseCode(String(code)));
  if (!isRecord(value)) return [];
  return crmTypes.flatMap((type) => {
    const ids: unknown = value[type];
    return Array.isArray(ids)
      ? ids
          .map(Number)
          .filter(Number.isInteger)
          .map((id) => ({ type, id }))
      : [];
  });
}

function parseCode(code: string): CrmChoiceWish['chosen'] {
  const [, prefix, id] = /^(L|C|CO|D|Q)_(\d+)$/.exec(code) ?? [];
  const type = crmTypes.find((one) => prefixes[one] === prefix);
  return type && id ? [{ type, id: Number(id) }] : [];
}

function toElement(type: CrmType, record: CrmChoice): Record<string, unknown> {
  const id = `${prefixes[type]}_${record.id}`;
  return { id, type, place: type, title: record.title, desc: record.description, url: `/crm/${type}/show/${record.id}/` };
}
