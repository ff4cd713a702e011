import { classicMethods } from './crm/classic-methods.ts';
import { leads } from './crm/entities.ts';
import type { RestMethods } from './rest-method.ts';

export const leadMethods: RestMethods = classicMethods('crm.lead', leads);
