import { randomBytes } from 'node:crypto';
import type { ApplicationRegistration } from './emulator-options.ts';

const everyScope = [
  'crm',
  'user',
  'user_basic',
  'user_brief',
  'department',
  'placement',
  'im',
  'telephony',
  'task',
  'calendar',
  'timeman',
  'humanresources',
  'catalog',
  'sale',
  'bizproc',
  'biconnector',
];

/** A local application with every permission; an application without a page of its own has tokens and webhooks only. */
export function sampleApplication(handlerUrl: string | undefined, installerUrl: string | undefined): ApplicationRegistration {
  const handler = handlerUrl ?? 'about:blank';
  return {
    clientId: `local.${randomBytes(7).toString('hex')}.${Math.floor(Date.now() / 1000)}`,
    clientSecret: randomBytes(25).toString('base64url'),
    code: 'sample.application',
    version: 1,
    title: { ru: 'Пробное приложение', en: 'Sample application' },
    handlerUrl: handler,
    installerUrl: installerUrl ?? handler,
    scopes: everyScope,
  };
}
