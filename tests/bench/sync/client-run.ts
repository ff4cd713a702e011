import type { Invitation } from './served-portals.ts';

/** What a client reads: the same lists and fields for everybody. */
export interface WantedList {
  readonly name: 'deals' | 'stage moves' | 'activities' | 'calls';
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly idField: 'id' | 'ID';
  readonly rowsIn: 'items' | 'result';
}

export const wantedLists: readonly WantedList[] = [
  {
    name: 'deals',
    method: 'crm.item.list',
    params: {
      entityTypeId: 2,
      select:
        'id categoryId stageId stageSemanticId opportunity currencyId assignedById createdTime updatedTime movedTime closedate isReturnCustomer isRecurring companyId leadId'.split(
          ' ',
        ),
    },
    filter: {},
    idField: 'id',
    rowsIn: 'items',
  },
  {
    name: 'stage moves',
    method: 'crm.stagehistory.list',
    params: { entityTypeId: 2, select: 'ID TYPE_ID OWNER_ID CREATED_TIME CATEGORY_ID STAGE_SEMANTIC_ID STAGE_ID'.split(' ') },
    filter: {},
    idField: 'ID',
    rowsIn: 'items',
  },
  {
    name: 'activities',
    method: 'crm.activity.list',
    params: {
      select: 'ID TYPE_ID PROVIDER_ID OWNER_TYPE_ID OWNER_ID RESPONSIBLE_ID DIRECTION COMPLETED START_TIME CREATED LAST_UPDATED'.split(' '),
    },
    filter: { TYPE_ID: 2 },
    idField: 'ID',
    rowsIn: 'result',
  },
  { name: 'calls', method: 'voximplant.statistic.get', params: { SORT: 'ID' }, filter: {}, idField: 'ID', rowsIn: 'result' },
];

export const pageRows = 50;
export const pagesInBatch = 50;

/** One client on its portal; it tells how many rows each answer brought and stops when the signal says so. */
export interface ClientRun {
  readonly invitation: Invitation;
  readonly signal: AbortSignal;
  got(rows: number): void;
  /** The portal lets the method rest: from now on its pace is the portal's. */
  refused(): void;
}

export type Client = (run: ClientRun) => Promise<void>;

export function rowsIn(result: unknown): readonly Record<string, unknown>[] {
  const list = typeof result === 'object' && result !== null && 'items' in result ? result.items : result;
  return Array.isArray(list) ? (list as Record<string, unknown>[]) : [];
}
