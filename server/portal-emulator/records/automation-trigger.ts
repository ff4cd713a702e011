import { z } from 'zod';

/** A trigger of the application for the automation rules of the CRM. */
export const automationTriggerRow = z.object({ id: z.number().int(), code: z.string(), name: z.string() });
