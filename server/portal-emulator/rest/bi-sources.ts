import { isRecord } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { BiSource } from '../records/bi-source.ts';
import { biField, describeFields, isTrue, readBiFields, readBiId, type BiInput } from './bi-fields.ts';
import { listBi, writeBiTime } from './bi-list.ts';
import { biMethod, refuseBi } from './bi-refusal.ts';
import type { Field } from './field-table.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

const description = [
  biField('id', 'integer', 'required', 'read-only'),
  biField('title', 'string', 'required'),
  biField('type', 'string', 'required', 'read-only'),
  biField('code', 'string', 'required', 'read-only'),
  biField('description', 'string'),
  biField('active', 'boolean'),
  biField('dateCreate', 'datetime', 'required', 'read-only'),
  biField('dateUpdate', 'datetime', 'required', 'read-only'),
  biField('createdById', 'integer', 'required', 'read-only'),
  biField('updatedById', 'integer', 'required', 'read-only'),
  biField('connectorId', 'integer', 'required', 'immutable'),
  biField('settings', 'array', 'required'),
];

export const biSourceMethods: RestMethods = {
  'biconnector.source.add': biMethod(add),
  'biconnector.source.get': biMethod(get),
  'biconnector.source.list': biMethod((call) =>
    listBi(call, { store: call.portal.state.records.biSources, fields: listed, ignored: ['settings'] }),
  ),
  'biconnector.source.update': biMethod(update),
  'biconnector.source.delete': biMethod(remove),
  'biconnector.source.fields': describeFields(description),
};

const listed: readonly Field<BiSource>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (row) => row.id },
  { classic: 'title', item: 'title', kind: 'text', type: 'string', read: (row) => row.title },
  { classic: 'type', item: 'type', kind: 'status', type: 'string', read: () => 'rest' },
  { classic: 'code', item: 'code', kind: 'status', type: 'string', read: (row) => codeOf(row) },
  { classic: 'description', item: 'description', kind: 'text', type: 'string', read: (row) => row.description },
  { classic: 'active', item: 'active', kind: 'flag', type: 'boolean', read: (row) => row.isActive },
  { classic: 'dateCreate', item: 'dateCreate', kind: 'instant', type: 'datetime', read: (row) => row.createdAt },
  { classic: 'dateUpdate', item: 'dateUpdate', kind: 'instant', type: 'datetime', read: (row) => row.modifiedAt },
  { classic: 'createdById', item: 'createdById', kind: 'integer', type: 'integer', read: (row) => row.createdById },
  { classic: 'updatedById', item: 'updatedById', kind: 'integer', type: 'integer', read: (row) => row.modifiedById },
  { classic: 'connectorId', item: 'connectorId', kind: 'integer', type: 'integer', read: (row) => row.connectorId },
];

/** A source has its parameters in ids of their own, a hundred for each. */
const idsEach = 100;

function add(call: RestCall): RestReply {
  const { portal, user } = call;
  const fields = readBiFields(call, description, 'add');
  const connectorId = Number(fields['connectorId']);
  if (!portal.state.records.biConnectors.find(connectorId)) throw refuseBi('CONNECTOR_NOT_FOUND', 'Connector was not found.');
  const id = portal.state.records.biSources.nextId();
  const at = portalNow(portal);
  portal.state.saveRecord('biSources', {
    id,
    title: '',
    description: '',
    isActive: true,
    settings: {},
    ...readChange(portal, connectorId, fields),
    connectorId,
    createdAt: at,
    modifiedAt: at,
    createdById: user.id,
    modifiedById: user.id,
  });
  return { result: { id } };
}

function get(call: RestCall): RestReply {
  const { portal } = call;
  const source = getSource(call);
  const parameters = portal.state.records.biConnectors.find(source.connectorId)?.settings ?? [];
  return {
    result: {
      item: {
        connection: {
          id: source.id,
          type: 'rest',
          code: codeOf(source),
          title: source.title,
          description: source.description,
          active: source.isActive,
          dateCreate: writeBiTime(portal.zone, source.createdAt),
          dateUpdate: writeBiTime(portal.zone, source.modifiedAt),
          createdById: source.createdById,
          updatedById: source.modifiedById,
        },
        connectorId: source.connectorId,
        settings: parameters.flatMap(({ code, name, type }, index) => {
          const value = source.settings[code];
          return value === undefined ? [] : [{ code, name, type, value, id: source.id * idsEach + index + 1 }];
        }),
      },
    },
  };
}

function update(call: RestCall): RestReply {
  const { portal, user } = call;
  readBiId(call);
  const fields = readBiFields(call, description, 'update');
  const before = getSource(call);
  const change = readChange(portal, before.connectorId, fields);
  portal.state.saveRecord('biSources', { ...before, ...change, modifiedAt: portalNow(portal), modifiedById: user.id });
  return { result: true };
}

function remove(call: RestCall): RestReply {
  const { id } = getSource(call);
  if (call.portal.state.records.biDatasets.rows.some((dataset) => dataset.sourceId === id)) {
    throw refuseBi('BX_ERROR', 'Cannot delete source. Delete all related datasets first.');
  }
  call.portal.state.removeRecord('biSources', id);
  return { result: true };
}

function getSource(call: RestCall): BiSource {
  const source = call.portal.state.records.biSources.find(readBiId(call));
  if (!source) throw refuseBi('SOURCE_NOT_FOUND', 'Source was not found.');
  return source;
}

function codeOf({ id }: BiSource): string {
  return `rest_${id}`;
}

/** Of the settings those are kept that the connector asks for. */
function readChange(portal: Portal, connectorId: number, fields: BiInput): Partial<BiSource> {
  const { title, description: about, active, settings } = fields;
  const codes = (portal.state.records.biConnectors.find(connectorId)?.settings ?? []).map(({ code }) => code);
  const values = Object.entries(isRecord(settings) ? settings : {}).filter(([code]) => codes.includes(code));
  return {
    ...(title === undefined ? {} : { title: String(title) }),
    ...(about === undefined ? {} : { description: String(about) }),
    ...(active === undefined ? {} : { isActive: isTrue(active) }),
    ...(settings === undefined ? {} : { settings: Object.fromEntries(values.map(([code, value]) => [code, String(value)])) }),
  };
}
