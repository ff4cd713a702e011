import { randomBytes } from 'node:crypto';
import type { ApplicationRegistration } from './emulator-options.ts';
import { everyScope } from './rest/scope-catalogue.ts';

interface SampleWishes {
  readonly handlerUrl: string | undefined;
  readonly installerUrl: string | undefined;
  /** By a subscription to the Market, so that it has a term; a local one has none. */
  readonly isBought: boolean;
}

/** An application with every permission; an application without a page of its own has tokens and webhooks only. */
export function sampleApplication({ handlerUrl, installerUrl, isBought }: SampleWishes): ApplicationRegistration {
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
    status: isBought ? 'S' : 'L',
  };
}
