import { isRecord } from '../nested-parameters.ts';
import { portalNow } from '../portal.ts';
import type { BiConnector } from '../records/bi-connector.ts';
import { biField, describeFields, readBiFields, readBiId, type BiInput } from './bi-fields.ts';
import { listBi, writeBiTime } from './bi-list.ts';
import { biMethod, refuseBi } from './bi-refusal.ts';
import type { Field } from './field-table.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

const description = [
  biField('id', 'integer', 'required', 'read-only'),
  biField('title', 'string', 'required'),
  biField('logo', 'string', 'required'),
  biField('description', 'string'),
  biField('sort', 'integer'),
  biField('urlCheck', 'string', 'required'),
  biField('urlData', 'string', 'required'),
  biField('urlTableList', 'string', 'required'),
  biField('urlTableDescription', 'string', 'required'),
  biField('settings', 'array', 'required'),
  biField('dateCreate', 'datetime', 'required', 'read-only'),
];

export const biConnectorMethods: RestMethods = {
  'biconnector.connector.add': biMethod(add),
  'biconnector.connector.get': biMethod(get),
  'biconnector.connector.list': biMethod((call) =>
    listBi(call, { store: call.portal.state.records.biConnectors, fields: listed, ignored: [] }),
  ),
  'biconnector.connector.update': biMethod(update),
  'biconnector.connector.delete': biMethod(remove),
  'biconnector.connector.fields': describeFields(description),
};

const text = (name: 'title' | 'logo' | 'description' | 'urlCheck' | 'urlData' | 'urlTableList' | 'urlTableDescription') =>
  ({ classic: name, item: name, kind: 'text', type: 'string', read: (row) => row[name] }) as const satisfies Field<BiConnector>;

const listed: readonly Field<BiConnector>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (row) => row.id },
  text('title'),
  { classic: 'dateCreate', item: 'dateCreate', kind: 'instant', type: 'datetime', read: (row) => row.createdAt },
  text('logo'),
  text('description'),
  { classic: 'sort', item: 'sort', kind: 'integer', type: 'integer', read: (row) => row.sort },
  text('urlCheck'),
  { classic: 'settings', item: 'settings', kind: 'list', type: 'array', read: (row) => row.settings },
  text('urlData'),
  text('urlTableList'),
  text('urlTableDescription'),
];

const defaultSort = 100;
const longestText = 512;

function add(call: RestCall): RestReply {
  const { portal } = call;
  const fields = readBiFields(call, description, 'add');
  const id = portal.state.records.biConnectors.nextId();
  portal.state.saveRecord('biConnectors', {
    id,
    title: '',
    logo: '',
    description: '',
    sort: defaultSort,
    urlCheck: '',
    urlData: '',
    urlTableList: '',
    urlTableDescription: '',
    settings: [],
    ...readChange(fields),
    createdAt: portalNow(portal),
  });
  return { result: { id } };
}

function get(call: RestCall): RestReply {
  const { createdAt, settings, ...row } = getConnector(call);
  return {
    result: {
      item: {
        id: row.id,
        title: row.title,
        dateCreate: writeBiTime(call.portal.zone, createdAt),
        logo: row.logo,
        description: row.description,
        sort: row.sort,
        urlCheck: row.urlCheck,
        settings,
        urlData: row.urlData,
        urlTableList: row.urlTableList,
        urlTableDescription: row.urlTableDescription,
      },
    },
  };
}

function update(call: RestCall): RestReply {
  readBiId(call);
  const fields = readBiFields(call, description, 'update');
  call.portal.state.saveRecord('biConnectors', { ...getConnector(call), ...readChange(fields) });
  return { result: true };
}

function remove(call: RestCall): RestReply {
  const { id } = getConnector(call);
  if (call.portal.state.records.biSources.rows.some((source) => source.connectorId === id)) {
    const words = 'Connector cannot be removed. Remove the connections related to the connector first.';
    throw refuseBi('CONNECTOR_DELETE_RESTRICTED', words);
  }
  call.portal.state.removeRecord('biConnectors', id);
  return { result: true };
}

function getConnector(call: RestCall): BiConnector {
  const connector = call.portal.state.records.biConnectors.find(readBiId(call));
  if (!connector) throw refuseBi('CONNECTOR_NOT_FOUND', 'Connector was not found.');
  return connector;
}

function readChange(fields: BiInput): Partial<BiConnector> {
  const texts = (['title', 'logo', 'description', 'urlCheck', 'urlData', 'urlTableList', 'urlTableDescription'] as const).flatMap((name) =>
    fields[name] === undefined ? [] : [[name, String(fields[name])] as const],
  );
  return {
    ...Object.fromEntries(texts),
    ...(fields['sort'] === undefined ? {} : { sort: Number(fields['sort']) }),
    ...(fields['settings'] === undefined ? {} : { settings: readSettings(fields['settings']) }),
  };
}

function readSettings(given: unknown): BiConnector['settings'] {
  return (Array.isArray(given) ? given : Object.values(Object(given))).map((setting: unknown) => {
    const { name, code, type } = isRecord(setting) ? setting : {};
    if (typeof name !== 'string' || typeof code !== 'string' || typeof type !== 'string' || name === '' || code === '' || type === '') {
      throw refuseBi('VALIDATION_SETTINGS_MISSING_REQUIRED_FIELDS', 'Settings must include "type", "name" and "code" fields.');
    }
    if (name.length > longestText)
      throw refuseBi('VALIDATION_SETTINGS_NAME_TOO_LONG', 'Parameter "name" must be less than 512 characters.');
    if (code.length > longestText)
      throw refuseBi('VALIDATION_SETTINGS_CODE_TOO_LONG', 'Parameter "code" must be less than 512 characters.');
    if (type !== 'STRING' && type !== 'INT') throw refuseBi('VALIDATION_SETTINGS_INVALID_TYPE', 'Parameter "type" is not correct.');
    return { name, code, type };
  });
}
