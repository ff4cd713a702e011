import { RestError, classicError } from '../rest-error.ts';
import { classicMethods } from './crm/classic-methods.ts';
import { quotes } from './crm/entities.ts';
import type { RestMethods } from './rest-method.ts';

/** Each method has words of its own for a quote that is not there. */
export const quoteMethods: RestMethods = classicMethods('crm.quote', quotes, {
  notFound: {
    update: () => classicError('Quote is not found'),
    delete: () => new RestError('ERROR_CORE', 'Element not found'),
  },
});
