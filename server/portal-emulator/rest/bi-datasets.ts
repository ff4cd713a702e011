import { readParameter } from '../nested-parameters.ts';
import { portalNow } from '../portal.ts';
import type { BiDataset } from '../records/bi-dataset.ts';
import { changeFields, readNewFields } from './bi-dataset-fields.ts';
import { biField, describeFields, readBiFields, readBiId } from './bi-fields.ts';
import { listBi, writeBiTime } from './bi-list.ts';
import { biMethod, refuseBi } from './bi-refusal.ts';
import type { Field } from './field-table.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

const description = [
  biField('id', 'integer', 'required', 'read-only'),
  biField('sourceId', 'integer', 'required', 'immutable'),
  biField('name', 'string', 'required', 'immutable'),
  biField('type', 'string', 'required', 'read-only'),
  biField('description', 'string'),
  biField('externalName', 'string', 'required', 'immutable'),
  biField('externalCode', 'string', 'required', 'immutable'),
  biField('externalId', 'integer', 'required', 'read-only'),
  biField('dateCreate', 'datetime', 'required', 'read-only'),
  biField('dateUpdate', 'datetime', 'required', 'read-only'),
  biField('createdById', 'integer', 'required', 'read-only'),
  biField('updatedById', 'integer', 'required', 'read-only'),
  biField('fields', 'array', 'required'),
];

export const biDatasetMethods: RestMethods = {
  'biconnector.dataset.add': biMethod(add),
  'biconnector.dataset.get': biMethod(get),
  'biconnector.dataset.list': biMethod((call) =>
    listBi(call, { store: call.portal.state.records.biDatasets, fields: listed, ignored: ['fields'] }),
  ),
  'biconnector.dataset.update': biMethod(update),
  'biconnector.dataset.delete': biMethod(remove),
  'biconnector.dataset.fields': describeFields(description),
  'biconnector.dataset.fields.update': biMethod(updateFields),
};

const namePattern = /^[a-z][a-z0-9_]*$/;
const longestName = 230;

const listed: readonly Field<BiDataset>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (row) => row.id },
  { classic: 'type', item: 'type', kind: 'status', type: 'string', read: () => 'rest' },
  { classic: 'name', item: 'name', kind: 'text', type: 'string', read: (row) => row.name },
  { classic: 'description', item: 'description', kind: 'text', type: 'string', read: (row) => row.description },
  { classic: 'externalCode', item: 'externalCode', kind: 'text', type: 'string', read: (row) => row.externalCode },
  { classic: 'externalName', item: 'externalName', kind: 'text', type: 'string', read: (row) => row.externalName },
  { classic: 'dateCreate', item: 'dateCreate', kind: 'instant', type: 'datetime', read: (row) => row.createdAt },
  { classic: 'dateUpdate', item: 'dateUpdate', kind: 'instant', type: 'datetime', read: (row) => row.modifiedAt },
  { classic: 'createdById', item: 'createdById', kind: 'integer', type: 'integer', read: (row) => row.createdById },
  { classic: 'updatedById', item: 'updatedById', kind: 'integer', type: 'integer', read: (row) => row.modifiedById },
  { classic: 'externalId', item: 'externalId', kind: 'integer', type: 'integer', read: (row) => row.id },
  { classic: 'sourceId', item: 'sourceId', kind: 'integer', type: 'integer', read: (row) => row.sourceId },
];

function add(call: RestCall): RestReply {
  const { portal, user } = call;
  const fields = readBiFields(call, description, 'add');
  const { biSources, biDatasets } = portal.state.records;
  const sourceId = Number(fields['sourceId']);
  if (!biSources.find(sourceId)) throw refuseBi('SOURCE_NOT_FOUND', 'Source was not found.');
  const name = readName(String(fields['name']));
  if (biDatasets.rows.some((dataset) => dataset.name === name)) {
    throw refuseBi('DATASET_ALREADY_EXIST', 'Dataset with this name already exists.');
  }
  const id = biDatasets.nextId();
  const at = portalNow(portal);
  portal.state.saveRecord('biDatasets', {
    id,
    sourceId,
    name,
    description: String(fields['description'] ?? ''),
    externalName: String(fields['externalName']),
    externalCode: String(fields['externalCode']),
    fields: readNewFields(portal, fields['fields']),
    createdAt: at,
    modifiedAt: at,
    createdById: user.id,
    modifiedById: user.id,
  });
  return { result: { id } };
}

/** The portal's own id outside is the id inside: there is no engine of analytics behind it. */
function get(call: RestCall): RestReply {
  const { zone } = call.portal;
  const dataset = getDataset(call);
  const fields = dataset.fields.map(({ id, type, name, externalCode, isVisible }) => ({
    id,
    datasetId: dataset.id,
    type,
    name,
    externalCode,
    visible: isVisible,
  }));
  return {
    result: {
      item: {
        id: dataset.id,
        type: 'rest',
        name: dataset.name,
        description: dataset.description,
        externalCode: dataset.externalCode,
        externalName: dataset.externalName,
        dateCreate: writeBiTime(zone, dataset.createdAt),
        dateUpdate: writeBiTime(zone, dataset.modifiedAt),
        createdById: dataset.createdById,
        updatedById: dataset.modifiedById,
        externalId: dataset.id,
        fields,
      },
    },
  };
}

function update(call: RestCall): RestReply {
  readBiId(call);
  const given = readParameter(call.parameters, 'fields');
  if (typeof given === 'object' && given !== null && 'fields' in given) {
    throw refuseBi('INVALID_METHOD', 'Use the method "biconnector.dataset.fields.update" to update the dataset fields.');
  }
  const fields = readBiFields(call, description, 'update');
  const dataset = getDataset(call);
  saveChanged(call, { ...dataset, description: String(fields['description'] ?? dataset.description) });
  return { result: true };
}

function updateFields(call: RestCall): RestReply {
  const dataset = getDataset(call);
  saveChanged(call, { ...dataset, fields: changeFields(call, dataset.fields) });
  return { result: true };
}

function remove(call: RestCall): RestReply {
  call.portal.state.removeRecord('biDatasets', getDataset(call).id);
  return { result: true };
}

function saveChanged({ portal, user }: RestCall, dataset: BiDataset): void {
  portal.state.saveRecord('biDatasets', { ...dataset, modifiedAt: portalNow(portal), modifiedById: user.id });
}

function getDataset(call: RestCall): BiDataset {
  const dataset = call.portal.state.records.biDatasets.find(readBiId(call));
  if (!dataset) throw refuseBi('DATASET_NOT_FOUND', 'Dataset was not found.');
  return dataset;
}

function readName(name: string): string {
  if (!namePattern.test(name)) {
    const rule = 'Possible entry includes lowercase Latin characters (a-z), numbers (0-9) and underscores.';
    throw refuseBi('VALIDATION_DATASET_NAME_INVALID', `Dataset name has to start with a lowercase Latin character. ${rule}`);
  }
  if (name.length > longestName) throw refuseBi('VALIDATION_DATASET_NAME_TOO_LONG', 'Dataset name must not exceed 230 characters.');
  return name;
}
