import { readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import { invoiceCategories } from '../standard-statuses.ts';
import { listCurrencies } from './currencies.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';
import { listStatuses } from './statuses.ts';

export const directoryMethods: RestMethods = {
  'crm.category.list': { scopes: ['crm'], answer: listCategories },
  'crm.status.list': { scopes: ['crm'], answer: listStatuses },
  'crm.currency.list': { scopes: ['crm'], answer: listCurrencies },
  'crm.currency.base.get': { scopes: ['crm'], answer: ({ portal }) => ({ result: portal.state.data.baseCurrency }) },
  // 1 is the classic mode with leads, 2 the simple one without.
  'crm.settings.mode.get': { scopes: ['crm'], answer: ({ portal }) => ({ result: portal.stages.ofLeads().length > 0 ? 1 : 2 }) },
};

interface Category {
  readonly id: number;
  readonly name: string;
  readonly sort: number;
  readonly isDefault: boolean;
}

/** Types that have no pipelines, by the names their refusal gives them. */
const withoutPipelines: ReadonlyMap<number, string> = new Map([
  [1, 'LEAD'],
  [5, 'INVOICE'],
  [7, 'QUOTE'],
  [8, 'REQUISITE'],
  [14, 'ORDER'],
]);

function listCategories({ portal, parameters }: RestCall): RestReply {
  const entityTypeId = Number(readParameter(parameters, 'entityTypeId'));
  const refused = withoutPipelines.get(entityTypeId);
  if (refused) throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${refused} is not supported`);
  const known = categoriesOf(portal, entityTypeId);
  if (!known) throw new RestError('NOT_FOUND', 'Smart process not found');
  const categories = known
    .toSorted((left, right) => left.sort - right.sort)
    .map(({ id, name, sort, isDefault }) => ({
      id,
      name,
      sort,
      entityTypeId,
      isDefault: isDefault ? 'Y' : 'N',
      // The pipeline every portal is born with comes from nowhere.
      ...(id === 0 ? {} : { originId: '', originatorId: '' }),
    }));
  return { result: { categories }, total: categories.length };
}

function categoriesOf({ state }: Portal, entityTypeId: number): readonly Category[] | undefined {
  const { data } = state;
  const name = data.language === 'ru' ? 'Общая' : 'General';
  switch (entityTypeId) {
    case 2:
      return data.categories;
    case 3:
    case 4:
      return [{ id: 0, name, sort: 100, isDefault: true }];
    case 31:
      return invoiceCategories(data).map((id, index) => ({
        id,
        name: index === 0 ? name : `${name} ${index + 1}`,
        sort: (index + 1) * 100,
        isDefault: index === 0,
      }));
    default:
      return undefined;
  }
}
