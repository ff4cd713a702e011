import type { Expected } from './method-check.ts';
import { refusal } from './documented.ts';

/** What every page lists under "Statuses and System Error Codes": the webhook's secret is wrong. */
export const strangerRefused: Expected = { as: 'stranger', ...refusal('INVALID_CREDENTIALS', 401, 'Invalid request credentials') };

/** What pages of methods for applications say of an incoming webhook. */
export const webhookRefused: Expected = {
  as: 'webhook',
  ...refusal('WRONG_AUTH_TYPE', 403, 'Current authorization type is denied for this method Application context required'),
};
