import { z } from 'zod';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { Id } from '#bitrix/wire-values.ts';
import { saveTaskId } from '#store/corrective-actions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

/** What `orderTask` puts into the outbox. */
const Task = z.object({
  actionId: z.uuid(),
  title: z.string().min(1),
  description: z.string(),
  responsibleId: z.string(),
  createdById: z.string(),
  deadline: z.iso.datetime().nullable(),
  dealIds: z.array(z.string()),
});

const Made = z.object({ task: z.object({ id: Id }) });

/** Makes a task in the portal; what comes back keeps its number beside the action. Undefined when the message is not one about a task. */
export async function sendTask(client: PortalClient, payload: unknown): Promise<((tx: PortalTransaction) => Promise<void>) | undefined> {
  const task = Task.safeParse(payload).data;
  if (task === undefined) return undefined;
  const fields = {
    TITLE: task.title,
    DESCRIPTION: task.description,
    RESPONSIBLE_ID: task.responsibleId,
    CREATED_BY: task.createdById,
    ...(task.deadline !== null && { DEADLINE: task.deadline }),
    ...(task.dealIds.length > 0 && { UF_CRM_TASK: task.dealIds.map((id) => `D_${id}`) }),
  };
  const { result } = await client.call('tasks.task.add', { fields }, Made);
  return (tx) => saveTaskId(tx, task.actionId, result.task.id);
}
