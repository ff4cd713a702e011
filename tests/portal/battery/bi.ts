import { z } from 'zod';
import { answer, documented, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { wire } from './wire-kinds.ts';

const { text, idText, integer } = wire;
const localTime = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const setting = documented({ name: text, code: text, type: z.enum(['STRING', 'INT']) });

const connector = {
  title: 'Планы',
  logo: 'data:image/svg+xml;base64,PHN2Zy8+',
  urlCheck: 'https://app.example/check',
  urlTableList: 'https://app.example/tables',
  urlTableDescription: 'https://app.example/table',
  urlData: 'https://app.example/data',
  settings: [{ name: 'Токен', code: 'token', type: 'STRING' }],
};
const datasetFields = [
  { type: 'int', name: 'ID', externalCode: 'ID' },
  { type: 'double', name: 'PLAN', externalCode: 'PLAN' },
];

type Ask = (portal: BatteryPortal) => Promise<Params>;
type Deed = 'add' | 'get' | 'list' | 'update' | 'delete' | 'fields';

/** Newest last: a dataset stands on a source, and that on a connector. */
const made: { kind: string; id: number }[] = [];

async function add(portal: BatteryPortal, kind: string, fields: Params): Promise<number> {
  const { body } = await portal.callAsApplication(`biconnector.${kind}.add`, { fields });
  const { id } = body['result'] as { id: number };
  made.push({ kind, id });
  return id;
}

async function dropMade(portal: BatteryPortal): Promise<void> {
  for (const { kind, id } of made.splice(0).toReversed()) await portal.callAsApplication(`biconnector.${kind}.delete`, { id });
}

let namesGiven = 0;
/** Names of datasets are taken once. */
const nextName = (): string => `plans_${(namesGiven += 1)}`;

const newConnector: Ask = () => Promise.resolve({ ...connector });
const newSource: Ask = async (portal) => ({
  title: 'Планы отдела',
  connectorId: await add(portal, 'connector', await newConnector(portal)),
  settings: { token: '12345' },
});
const newDataset: Ask = async (portal) => ({
  name: nextName(),
  externalName: 'plans',
  externalCode: 'plans',
  sourceId: await add(portal, 'source', await newSource(portal)),
  fields: datasetFields,
});

const connectorItem = documented({
  id: integer,
  title: text,
  dateCreate: localTime,
  logo: text,
  description: text,
  sort: integer,
  urlCheck: text,
  settings: rowsOf(setting),
  urlData: text,
  urlTableList: text,
  urlTableDescription: text,
});
const sourceItem = documented({
  connection: documented({
    id: integer,
    type: z.literal('rest'),
    code: text,
    title: text,
    description: text,
    active: z.boolean(),
    dateCreate: localTime,
    dateUpdate: localTime,
    createdById: integer,
    updatedById: integer,
  }),
  connectorId: integer,
  settings: rowsOf(documented({ code: text, name: text, type: text, value: text, id: integer })),
});
const datasetItem = documented({
  id: integer,
  type: z.literal('rest'),
  name: text,
  description: text,
  externalCode: text,
  externalName: text,
  dateCreate: localTime,
  dateUpdate: localTime,
  createdById: integer,
  updatedById: integer,
  externalId: integer,
  fields: rowsOf(documented({ id: integer, datasetId: integer, type: text, name: text, externalCode: text, visible: z.boolean() })),
});

const fieldDescription = documented({
  title: text,
  type: text,
  isRequired: z.boolean(),
  isReadOnly: z.boolean(),
  isImmutable: z.boolean(),
  isMultiple: z.boolean(),
});

const done = answer(z.literal(true));
/** Refusals of the BI connector have HTTP 200. */
const refused = (code: string, words?: string) => refusal(code, 200, words);

interface Kind {
  readonly name: 'connector' | 'source' | 'dataset';
  readonly make: Ask;
  readonly item: z.ZodType;
  readonly listed: z.ZodRawShape;
  readonly notFound: string;
}

/** The six methods of a kind. */
function checksOf({ name, make, item, listed, notFound }: Kind): Record<Deed, MethodCheck> {
  const id = async (portal: BatteryPortal): Promise<Params> => ({ id: await add(portal, name, await make(portal)) });
  const byId = {
    error: { given: { id: 987_654_321 }, ...refused(notFound) },
    wrongType: { given: { id: 'first' }, ...refused('VALIDATION_INVALID_ID_FORMAT', 'ID has to be a positive integer.') },
  };
  const label = name === 'dataset' ? 'name' : 'title';
  return {
    add: {
      as: 'application',
      writes: true,
      success: {
        given: async (portal) => ({ fields: await make(portal) }),
        answers: answer(documented({ id: integer })),
        cleanUp: async (portal, { body }) => {
          await portal.callAsApplication(`biconnector.${name}.delete`, { id: (body['result'] as { id: number }).id });
          await dropMade(portal);
        },
      },
      error: { ...refused('VALIDATION_FIELDS_NOT_PROVIDED', 'Fields not provided.') },
      wrongType: {
        given: async (portal) => ({ fields: { ...(await make(portal)), [label]: 5 } }),
        ...refused('VALIDATION_INVALID_FIELD_TYPE', `Field "${label}" must be of type string.`),
        cleanUp: dropMade,
      },
    },
    get: { as: 'application', writes: true, success: { given: id, answers: answer(documented({ item })), cleanUp: dropMade }, ...byId },
    list: {
      as: 'application',
      writes: true,
      success: {
        given: async (portal) => ({ select: Object.keys(listed), filter: await id(portal), order: { id: 'DESC' } }),
        answers: answer(rowsOf(documented(listed))),
        cleanUp: dropMade,
      },
      error: {
        given: { select: ['id', 'nonsense'] },
        ...refused('VALIDATION_FIELD_NOT_ALLOWED_IN_SELECT', 'Field "nonsense" is not allowed in the "select".'),
      },
      wrongType: { given: { select: 'id' }, ...refused('VALIDATION_SELECT_TYPE', 'Parameter "select" must be array.') },
    },
    update: {
      as: 'application',
      writes: true,
      success: {
        given: async (portal) => ({ ...(await id(portal)), fields: { description: 'По месяцам' } }),
        answers: done,
        cleanUp: dropMade,
      },
      error: { given: { id: 987_654_321, fields: { description: 'Нет' } }, ...refused(notFound) },
      wrongType: {
        given: async (portal) => ({ ...(await id(portal)), fields: { description: 5 } }),
        ...refused('VALIDATION_INVALID_FIELD_TYPE', 'Field "description" must be of type string.'),
        cleanUp: dropMade,
      },
    },
    delete: { as: 'application', writes: true, success: { given: id, answers: done, cleanUp: dropMade }, ...byId },
    fields: {
      success: { answers: answer(documented({ fields: rowsOf(fieldDescription) })) },
      error: strangerRefused,
      wrongType: { given: { id: 'unneeded' }, answers: answer(documented({ fields: rowsOf(fieldDescription) })) },
    },
  };
}

const connectors = checksOf({
  name: 'connector',
  make: newConnector,
  item: connectorItem,
  listed: { id: idText, title: text, urlCheck: text, dateCreate: localTime },
  notFound: 'CONNECTOR_NOT_FOUND',
});
const sources = checksOf({
  name: 'source',
  make: newSource,
  item: sourceItem,
  listed: { id: idText, title: text, active: z.boolean(), dateCreate: localTime },
  notFound: 'SOURCE_NOT_FOUND',
});
const datasetChecks = checksOf({
  name: 'dataset',
  make: newDataset,
  item: datasetItem,
  listed: { id: idText, name: text, description: text },
  notFound: 'DATASET_NOT_FOUND',
});

const addFields = (fields: unknown) => async (portal: BatteryPortal) => ({
  id: await add(portal, 'dataset', await newDataset(portal)),
  add: fields,
});

export const biChecks: MethodChecks = {
  'biconnector.connector.add': connectors.add,
  'biconnector.connector.get': connectors.get,
  'biconnector.connector.list': connectors.list,
  'biconnector.connector.update': connectors.update,
  'biconnector.connector.delete': connectors.delete,
  'biconnector.connector.fields': connectors.fields,
  'biconnector.source.add': sources.add,
  'biconnector.source.get': sources.get,
  'biconnector.source.list': sources.list,
  'biconnector.source.update': sources.update,
  'biconnector.source.delete': sources.delete,
  'biconnector.source.fields': sources.fields,
  'biconnector.dataset.add': datasetChecks.add,
  'biconnector.dataset.get': datasetChecks.get,
  'biconnector.dataset.list': datasetChecks.list,
  'biconnector.dataset.update': datasetChecks.update,
  'biconnector.dataset.delete': datasetChecks.delete,
  'biconnector.dataset.fields': datasetChecks.fields,
  'biconnector.dataset.fields.update': {
    as: 'application',
    writes: true,
    success: { given: addFields([{ type: 'date', name: 'MONTH', externalCode: 'MONTH' }]), answers: done, cleanUp: dropMade },
    error: {
      given: addFields([{ type: 'int', name: 'ID', externalCode: 'OTHER' }]),
      ...refused('VALIDATION_DUPLICATE_EXIST_NAME'),
      cleanUp: dropMade,
    },
    wrongType: {
      given: addFields([{ type: 'money', name: 'SUM', externalCode: 'SUM' }]),
      ...refused('VALIDATION_FIELD_INVALID_TYPE', 'Invalid field type.'),
      cleanUp: dropMade,
    },
  },
};
