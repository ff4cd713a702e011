import { readRelationshipField, relationshipFieldSetting, type RelationshipField } from '#domain/intensity/relationship.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { findSetting } from '#store/settings.ts';

/** The field of companies that relationships are taken from; null where they follow from sales. */
export const findRelationshipField = async (tx: PortalTransaction): Promise<RelationshipField | null> =>
  readRelationshipField(await findSetting(tx, relationshipFieldSetting));
