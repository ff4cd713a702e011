import { classicMethods } from './crm/classic-methods.ts';
import { deals } from './crm/entities.ts';
import type { RestMethods } from './rest-method.ts';

/** The pipeline cannot be changed by the classic update. */
export const dealMethods: RestMethods = classicMethods('crm.deal', deals, { immutable: ['CATEGORY_ID'] });
