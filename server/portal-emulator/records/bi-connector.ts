import { z } from 'zod';

/** How the analytics of the portal reaches an outer system. */
export const biConnectorRow = z.object({
  id: z.number().int(),
  title: z.string(),
  logo: z.string(),
  description: z.string(),
  sort: z.number().int(),
  urlCheck: z.string(),
  urlData: z.string(),
  urlTableList: z.string(),
  urlTableDescription: z.string(),
  settings: z.array(z.object({ name: z.string(), code: z.string(), type: z.string() })),
  createdAt: z.string(),
});
export type BiConnector = z.infer<typeof biConnectorRow>;
