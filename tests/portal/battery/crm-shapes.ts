import { z } from 'zod';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { documented } from './documented.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, flag, idText, instant, integer, amountText, number } = wire;

export const noId = 987_654_321;
export const maybeText = orNull(text);
export const maybeId = orNull(idText);
export const maybeInstant = orNull(instant);
export const maybeInteger = orNull(integer);
export const maybeAmount = orNull(amountText);
export const maybeNumber = orNull(number);
export const maybeFlag = orNull(flag);
/** A date that is not set. */
export const instantOrEmpty = z.union([instant, z.literal('')]);

export const utm = { UTM_SOURCE: maybeText, UTM_MEDIUM: maybeText, UTM_CAMPAIGN: maybeText, UTM_CONTENT: maybeText, UTM_TERM: maybeText };
export const itemUtm = { utmSource: maybeText, utmMedium: maybeText, utmCampaign: maybeText, utmContent: maybeText, utmTerm: maybeText };
/** Columns that are switched off: they answer null for good. */
export const off = <Name extends string>(...names: readonly Name[]): Record<Name, z.ZodNull> =>
  Object.fromEntries(names.map((name) => [name, z.null()])) as Record<Name, z.ZodNull>;

export const contactDatum = documented({ ID: idText, VALUE_TYPE: text, VALUE: text, TYPE_ID: text });

const address = ['', '_2', '_CITY', '_POSTAL_CODE', '_REGION', '_PROVINCE', '_COUNTRY', '_COUNTRY_CODE', '_LOC_ADDR_ID'];
export const addressShape = (prefix: string): Record<string, z.ZodType> =>
  Object.fromEntries(address.map((part) => [`${prefix}${part}`, maybeText]));

const description = {
  type: text,
  isRequired: z.boolean(),
  isReadOnly: z.boolean(),
  isImmutable: z.boolean(),
  isMultiple: z.boolean(),
  isDynamic: z.boolean(),
  isDeprecated: z.boolean().optional(),
  statusType: text.optional(),
  settings: z.looseObject({}).optional(),
  title: text,
};

/** What `crm.*.fields` answers for exactly these fields; `crm.item.fields` tells the name in upper case too. */
export function describedAs(names: string, beside: z.ZodRawShape = {}): z.ZodObject {
  return documented(Object.fromEntries(names.split(' ').map((name) => [name, documented({ ...description, ...beside })])));
}

/** The id of the first row of a classic list. */
export const firstOf =
  (method: string, filter: Params = {}) =>
  async (portal: BatteryPortal): Promise<Params> => {
    const { body } = await portal.call(method, { order: { ID: 'ASC' }, filter, select: ['ID'] });
    return { id: (body['result'] as { ID: string }[])[0]?.ID };
  };

/** The first item of a type. */
export const firstItem =
  (entityTypeId: number, fields?: Params) =>
  async (portal: BatteryPortal): Promise<Params> => {
    const { body } = await portal.call('crm.item.list', { entityTypeId, order: { id: 'ASC' }, select: ['id'] });
    const id = (body['result'] as { items: { id: number }[] }).items[0]?.id;
    return { entityTypeId, id, ...(fields ? { fields } : {}) };
  };

/** Makes a record that the call under test may change or delete. */
export const madeBy =
  (method: string, given: Params, beside: Params = {}) =>
  async (portal: BatteryPortal): Promise<Params> => {
    const { body } = await portal.call(method, given);
    const made = body['result'] as number | { item: { id: number } };
    return { ...beside, id: typeof made === 'number' ? made : made.item.id };
  };

/** Deletes what an `add` has answered. */
export const deletes =
  (method: string, beside: Params = {}) =>
  (portal: BatteryPortal, { body }: { readonly body: Record<string, unknown> }): Promise<unknown> => {
    const made = body['result'] as number | { item: { id: number } };
    return portal.call(method, { ...beside, id: typeof made === 'object' ? made.item.id : made });
  };
