import type { PortalClient } from '#bitrix/portal-client.ts';

/** Asks before each request whether reading may go on now: people who use the server come first. */
export function createPatientClient(client: PortalClient, untilMay: () => Promise<void>): PortalClient {
  return {
    call: async (method, params, schema) => {
      await untilMay();
      return client.call(method, params, schema);
    },
    batch: async (commands, options) => {
      await untilMay();
      return client.batch(commands, options);
    },
  };
}
