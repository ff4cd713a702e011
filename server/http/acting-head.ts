import type { ActingHead } from '#domain/planning/acting-head.ts';
import type { StoredActingHead } from '#store/acting-heads.ts';

export function toActingHead({ departmentId, actingId, headId, fromDay, toDay }: StoredActingHead): ActingHead {
  return { departmentId, userId: actingId, headId, from: fromDay, to: toDay };
}
