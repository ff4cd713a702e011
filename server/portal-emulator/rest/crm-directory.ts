import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalCategory, PortalStatus } from '../portal-data.ts';
import { classicError, RestError } from '../rest-error.ts';
import { dealStageEntity } from '../stages.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const directoryMethods: RestMethods = {
  'crm.category.list': { scopes: ['crm'], answer: listCategories },
  'crm.status.list': { scopes: ['crm'], answer: listStatuses },
  'crm.currency.list': { scopes: ['crm'], answer: listCurrencies },
  'crm.currency.base.get': { scopes: ['crm'], answer: ({ portal }) => ({ result: portal.state.data.baseCurrency }) },
  // 1 is the classic mode with leads, 2 the simple one without.
  'crm.settings.mode.get': { scopes: ['crm'], answer: ({ portal }) => ({ result: portal.stages.ofLeads().length > 0 ? 1 : 2 }) },
};

/** Leads and quotes have no pipelines; contacts and companies have one that nobody can name. */
function listCategories({ portal, parameters }: RestCall): RestReply {
  const entityTypeId = Number(readParameter(parameters, 'entityTypeId'));
  const categories = categoriesOf(portal, entityTypeId).map((category) => ({
    id: category.id,
    name: category.name,
    sort: category.sort,
    entityTypeId,
    isDefault: category.isDefault ? 'Y' : 'N',
    originId: '',
    originatorId: '',
  }));
  return { result: { categories }, total: categories.length };
}

function categoriesOf(portal: Portal, entityTypeId: number): readonly PortalCategory[] {
  switch (entityTypeId) {
    case 1:
    case 7:
      throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${entityTypeId === 1 ? 'LEAD' : 'QUOTE'} is not supported`);
    case 2:
      return [...portal.state.data.categories].sort((left, right) => left.sort - right.sort);
    case 3:
    case 4:
      return [{ id: 0, name: 'Общее', sort: 500, isDefault: true }];
    case 31:
      return invoiceCategories(portal);
    default:
      throw new RestError('NOT_FOUND', 'Smart process not found');
  }
}

/** Smart invoices have the pipelines that have stages. */
function invoiceCategories(portal: Portal): PortalCategory[] {
  const ids = portal.state.data.statuses.flatMap(({ entityId }) => /^SMART_INVOICE_STAGE_(\d+)$/.exec(entityId)?.[1] ?? []);
  return [...new Set(ids)].map((id, index) => ({ id: Number(id), name: 'Общее', sort: 500, isDefault: index === 0 }));
}

function listStatuses({ portal, parameters }: RestCall): RestReply {
  const filter = readParameter(parameters, 'filter');
  const conditions = isRecord(filter) ? Object.entries(filter) : [];
  const rows = portal.state.data.statuses
    .map((status, index) => writeStatus(portal, status, index + 1))
    .filter((row) => conditions.every(([key, value]) => isMatch(row, key, value)))
    .sort(
      (left, right) => String(left['ENTITY_ID']).localeCompare(String(right['ENTITY_ID'])) || Number(left['SORT']) - Number(right['SORT']),
    );
  return { result: rows, total: rows.length };
}

/** Keys a status does not have are dropped, as in every classic list. */
function isMatch(row: Readonly<Record<string, unknown>>, key: string, value: unknown): boolean {
  const name = key.replace(/^[=@!]+/, '');
  if (!Object.hasOwn(row, name)) return true;
  const wanted = (Array.isArray(value) ? value : [value]).map(String);
  return wanted.includes(String(row[name])) !== key.startsWith('!');
}

function writeStatus(portal: Portal, status: PortalStatus, id: number): Record<string, unknown> {
  const category = portal.state.data.categories.find(
    (candidate) => candidate.id !== 0 && dealStageEntity(candidate.id) === status.entityId,
  );
  const words = { P: 'process', S: 'success', F: 'failure' } as const;
  return {
    ID: String(id),
    ENTITY_ID: status.entityId,
    STATUS_ID: status.statusId,
    NAME: status.name,
    NAME_INIT: status.semantics === 'P' ? '' : status.name,
    SORT: String(status.sort),
    SYSTEM: status.semantics === 'P' ? 'N' : 'Y',
    CATEGORY_ID: category ? String(category.id) : null,
    COLOR: status.color,
    SEMANTICS: status.semantics === 'P' ? null : status.semantics,
    EXTRA: { SEMANTICS: words[status.semantics], COLOR: status.color },
  };
}

/** Only people with access to CRM settings; `total` is always 0 here. */
function listCurrencies({ portal, user }: RestCall): RestReply {
  if (!user.isAdmin) throw classicError('Access denied.');
  const result = portal.state.data.currencies.map((currency, index) => ({
    CURRENCY: currency.code,
    AMOUNT_CNT: String(currency.amountCount),
    AMOUNT: currency.amount,
    SORT: String((index + 1) * 100),
    BASE: currency.isBase ? 'Y' : 'N',
    FULL_NAME: currency.code,
    LID: portal.state.data.language,
    FORMAT_STRING: '# ' + currency.code,
    DEC_POINT: ',',
    THOUSANDS_SEP: ' ',
    DECIMALS: String(currency.decimals),
    DATE_UPDATE: portal.zone.writeInstant(portal.options.businessClock().getTime()),
  }));
  return { result, total: 0 };
}
