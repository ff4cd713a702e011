import { z } from 'zod';

const datasetField = z.object({
  id: z.number().int(),
  type: z.enum(['int', 'string', 'double', 'date', 'datetime']),
  name: z.string(),
  externalCode: z.string(),
  isVisible: z.boolean(),
});
export type BiDatasetField = z.infer<typeof datasetField>;

/** A table of a source as the analytics sees it. */
export const biDatasetRow = z.object({
  id: z.number().int(),
  sourceId: z.number().int(),
  name: z.string(),
  description: z.string(),
  externalName: z.string(),
  externalCode: z.string(),
  fields: z.array(datasetField),
  createdAt: z.string(),
  modifiedAt: z.string(),
  createdById: z.number().int(),
  modifiedById: z.number().int(),
});
export type BiDataset = z.infer<typeof biDatasetRow>;
