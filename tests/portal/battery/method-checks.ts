import { activityChecks } from './activities.ts';
import { biChecks } from './bi.ts';
import { calendarChecks } from './calendar.ts';
import { callChecks } from './calls.ts';
import { commentChecks } from './comments.ts';
import { companyChecks } from './companies.ts';
import { dealChecks } from './deals.ts';
import { directoryChecks } from './directory.ts';
import { itemChecks } from './items.ts';
import { leadChecks } from './leads.ts';
import { applicationChecks } from './application.ts';
import { batchChecks } from './batch.ts';
import { eventChecks, offlineEventChecks } from './events.ts';
import { placementChecks } from './placements.ts';
import { taskChecks } from './tasks.ts';
import { restV3Checks } from './rest-v3.ts';
import { restV3TaskChecks } from './rest-v3-tasks.ts';
import { catalogChecks } from './catalog.ts';
import { paymentChecks } from './payments.ts';
import { productRowChecks } from './product-rows.ts';
import { departmentChecks, userChecks } from './users.ts';
import { notificationChecks } from './notifications.ts';
import { robotChecks } from './robots.ts';
import { triggerChecks } from './triggers.ts';
import { quoteChecks } from './quotes.ts';
import { userFieldChecks } from './user-fields.ts';
import { userFieldTypeChecks } from './user-field-types.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';

const groups: readonly MethodChecks[] = [
  companyChecks,
  dealChecks,
  directoryChecks,
  itemChecks,
  leadChecks,
  applicationChecks,
  batchChecks,
  departmentChecks,
  eventChecks,
  offlineEventChecks,
  placementChecks,
  taskChecks,
  restV3Checks,
  restV3TaskChecks,
  catalogChecks,
  paymentChecks,
  productRowChecks,
  userChecks,
  activityChecks,
  biChecks,
  calendarChecks,
  callChecks,
  commentChecks,
  notificationChecks,
  robotChecks,
  triggerChecks,
  quoteChecks,
  userFieldChecks,
  userFieldTypeChecks,
];

/** Every check of the battery by the name of its method. */
export const methodChecks: ReadonlyMap<string, MethodCheck> = new Map(groups.flatMap((group) => Object.entries(group)));
