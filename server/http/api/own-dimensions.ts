import type { OwnDimensions } from '#contract/own-dimensions.ts';
import { codeOfField, mostOwnDimensions } from '#domain/planning/own-dimensions.ts';
import { toWritableText } from '#domain/writable-text.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { listOwnDimensions, saveOwnDimensions, type OwnDimension } from '#store/own-dimensions.ts';
import { toOneLine } from '../one-line.ts';
import type { PortalContext } from '../portal-context.ts';

export async function replyOwnDimensions({ tx, actor }: PortalContext): Promise<OwnDimensions> {
  const all = await listOwnDimensions(tx);
  return {
    maySet: can(actor, 'set-counting', { kind: 'portal' }),
    most: mostOwnDimensions,
    dimensions: all.map((one) => ({ field: one.field, name: one.name, state: stateOf(one), readAt: one.readAt?.toISOString() ?? null })),
  };
}

/** Deals are read at once with what is new; what is left out stays in the plans that name it. */
export async function replyPutOwnDimensions(
  context: PortalContext,
  { dimensions }: { dimensions: readonly { field: string; name: string }[] },
): Promise<OwnDimensions> {
  const chosen = dimensions.map(({ field, name }) => ({ field, name: toOneLine(toWritableText(name)) }));
  for (const { field, name } of chosen) {
    if (codeOfField(field) === undefined) throw new AppError('bad-request', `Nothing is planned by ${field}`);
    if (name === '') throw new AppError('bad-request', `${field} has no name`);
  }
  if (chosen.length > mostOwnDimensions) throw new AppError('bad-request', `There are at most ${mostOwnDimensions} own dimensions`);
  const isTwice = (values: readonly string[]): boolean => new Set(values).size < values.length;
  if (isTwice(chosen.map(({ field }) => field))) throw new AppError('bad-request', 'A field is chosen twice');
  if (isTwice(chosen.map(({ name }) => name.toLowerCase()))) throw new AppError('bad-request', 'Two dimensions have one name');
  await saveOwnDimensions(context.tx, chosen, context.now);
  await context.changed('facts');
  await context.changed('plans');
  return replyOwnDimensions(context);
}

function stateOf({ archivedAt, isMissing, readAt }: OwnDimension): OwnDimensions['dimensions'][number]['state'] {
  if (archivedAt !== null) return 'archived';
  if (isMissing) return 'missing';
  return readAt === null ? 'reading' : 'counted';
}
