import { z } from 'zod';

const communication = z.object({
  type: z.string(),
  value: z.string(),
  entityId: z.number().int(),
  entityTypeId: z.number().int(),
});
export type ActivityCommunication = z.infer<typeof communication>;

/** What few activities have; what is absent reads as the platform's own default. */
export const activityDetails = z
  .object({
    priority: z.number().int(),
    notifyType: z.number().int(),
    notifyValue: z.number().int(),
    descriptionType: z.number().int(),
    location: z.string(),
    providerTypeId: z.string(),
    providerGroupId: z.string(),
    providerParams: z.record(z.string(), z.unknown()),
    providerData: z.string(),
    settings: z.record(z.string(), z.unknown()),
    originatorId: z.string(),
    resultMark: z.number().int(),
    resultValue: z.number(),
    resultSum: z.number(),
    resultCurrencyId: z.string(),
    resultStatus: z.number().int(),
    resultStream: z.number().int(),
    resultSourceId: z.string(),
    autocompleteRule: z.number().int(),
    isAutoCompleted: z.boolean(),
    isIncomingChannel: z.boolean(),
    communications: z.array(communication),
    /** Names of the files; their contents are not kept. */
    files: z.array(z.string()),
    parentActivityId: z.number().int(),
    /** Minutes before the deadline. */
    pingOffsets: z.array(z.number().int()),
    colorId: z.string(),
  })
  .partial();
export type ActivityDetails = z.infer<typeof activityDetails>;
