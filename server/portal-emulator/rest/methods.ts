import { activityMethods } from './activities.ts';
import { triggerMethods } from './automation-triggers.ts';
import { biConnectorMethods } from './bi-connectors.ts';
import { biDatasetMethods } from './bi-datasets.ts';
import { biSourceMethods } from './bi-sources.ts';
import { calendarEventMethods } from './calendar-events.ts';
import { robotMethods } from './robots.ts';
import { userFieldTypeMethods } from './user-field-types.ts';
import { applicationMethods } from './application.ts';
import { calendarMethods } from './calendar.ts';
import { companyMethods } from './companies.ts';
import { catalogMethods } from './catalog.ts';
import { classicProductRowMethods } from './classic-product-rows.ts';
import { directoryMethods } from './crm-directory.ts';
import { dealMethods } from './deals.ts';
import { departmentMethods } from './departments.ts';
import { eventMethods } from './events.ts';
import { itemMethods } from './items.ts';
import { leadMethods } from './leads.ts';
import { notificationMethods } from './notifications.ts';
import { offlineEventMethods } from './offline-events.ts';
import { paymentMethods } from './payments.ts';
import { placementMethods } from './placements.ts';
import { quoteMethods } from './quotes.ts';
import { productRowMethods } from './product-rows.ts';
import type { RestMethod } from './rest-method.ts';
import { stageHistoryMethods } from './stage-history.ts';
import { taskMethods } from './tasks.ts';
import { telephonyMethods } from './telephony.ts';
import { timelineMethods } from './timeline.ts';
import { userFieldMethods } from './user-field-methods.ts';
import { userMethods } from './users.ts';

const groups = [
  biConnectorMethods,
  biDatasetMethods,
  biSourceMethods,
  calendarEventMethods,
  robotMethods,
  triggerMethods,
  userFieldTypeMethods,
  activityMethods,
  applicationMethods,
  calendarMethods,
  companyMethods,
  catalogMethods,
  classicProductRowMethods,
  dealMethods,
  departmentMethods,
  directoryMethods,
  eventMethods,
  itemMethods,
  leadMethods,
  notificationMethods,
  offlineEventMethods,
  paymentMethods,
  placementMethods,
  quoteMethods,
  productRowMethods,
  stageHistoryMethods,
  taskMethods,
  telephonyMethods,
  timelineMethods,
  userFieldMethods,
  userMethods,
];

const methods: ReadonlyMap<string, RestMethod> = new Map(groups.flatMap((group) => Object.entries(group)));

/** Method by name, in any letter case. */
export function findMethod(name: string): RestMethod | undefined {
  return methods.get(name.toLowerCase());
}

/** Names of everything that is served, in lower case. */
export function methodNames(): string[] {
  return [...methods.keys()];
}
