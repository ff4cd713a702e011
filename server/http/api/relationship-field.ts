import { AppError } from '#kernel/errors.ts';
import type { RelationshipField } from '#contract/relationship-field.ts';
import { relationshipFieldSetting } from '#domain/intensity/relationship.ts';
import { can } from '#policy/can.ts';
import { saveSetting } from '#store/settings.ts';
import { findCursor, saveCursor } from '#store/sync-cursors.ts';
import type { PortalContext } from '../portal-context.ts';
import { findRelationshipField } from '../relationship-field.ts';

const entity = 'companies';

export async function replyRelationshipField({ tx, actor }: PortalContext): Promise<RelationshipField> {
  const chosen = await findRelationshipField(tx);
  const read = await findCursor(tx, entity, 'forward');
  const at = read?.finishedAt ?? (await findCursor(tx, entity, 'backward'))?.finishedAt ?? null;
  return {
    maySet: can(actor, 'set-counting', { kind: 'portal' }),
    field: chosen?.field ?? null,
    types: chosen?.types ?? {},
    readAt: chosen === null || at === null || at.getTime() === 0 ? null : at.toISOString(),
  };
}

/** Companies are read at once by the new field: what another one has said stays and counts no more. */
export async function replyPutRelationshipField(
  context: PortalContext,
  { field, types }: Pick<RelationshipField, 'field' | 'types'>,
): Promise<RelationshipField> {
  const { tx, now, session } = context;
  if (field !== null && Object.keys(types).length === 0) throw new AppError('bad-request', 'No value of the field means anything');
  await saveSetting(tx, { name: relationshipFieldSetting, value: field === null ? null : { field, types }, now, userId: session.userId });
  await saveCursor(tx, { entity, direction: 'forward' }, { position: 0n, finishedAt: new Date(0), updatedAt: now });
  await context.changed('facts');
  await context.changed('intensity');
  return replyRelationshipField(context);
}
