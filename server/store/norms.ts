import type { PortalTransaction } from './portal-store.ts';
import type { NormLineTable, NormPersonTable, NormProfileTable } from './tables/norm-tables.ts';

export type StoredNormLine = Omit<NormLineTable, 'portal_id'>;
export type StoredNormPerson = Omit<NormPersonTable, 'portal_id'>;
export type StoredNormProfile = Omit<NormProfileTable, 'portal_id'>;

/** Profiles of the portal's own, archived ones too, in the order of their names. */
export async function listNormProfiles(tx: PortalTransaction): Promise<StoredNormProfile[]> {
  return tx.db
    .selectFrom('norm_profile')
    .select(['profile_id', 'name', 'created_at', 'created_by', 'archived_at'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('name')
    .orderBy('profile_id')
    .execute();
}

export async function saveNormProfile(tx: PortalTransaction, profile: StoredNormProfile): Promise<void> {
  await tx.db
    .insertInto('norm_profile')
    .values({ portal_id: tx.portalId, ...profile })
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'profile_id']).doUpdateSet({ name: profile.name, archived_at: profile.archived_at }),
    )
    .execute();
}

/** Norms of all profiles, of all days. */
export async function listNormLines(tx: PortalTransaction): Promise<StoredNormLine[]> {
  return tx.db
    .selectFrom('norm_line')
    .select(['profile_id', 'metric', 'from_day', 'weekdays', 'weight', 'cap', 'set_at', 'set_by'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('profile_id')
    .orderBy('metric')
    .orderBy('from_day')
    .execute();
}

/** Norms of a profile from a day on, in the place of what was set for that day and later ones. */
export async function replaceNormLines(
  tx: PortalTransaction,
  of: { readonly profileId: string; readonly fromDay: string },
  lines: readonly StoredNormLine[],
): Promise<void> {
  await tx.db
    .deleteFrom('norm_line')
    .where('portal_id', '=', tx.portalId)
    .where('profile_id', '=', of.profileId)
    .where('from_day', '>=', of.fromDay)
    .execute();
  if (lines.length === 0) return;
  await tx.db
    .insertInto('norm_line')
    .values(lines.map((line) => ({ portal_id: tx.portalId, ...line })))
    .execute();
}

/** Who is measured by which profile, of all days. */
export async function listNormPeople(tx: PortalTransaction): Promise<StoredNormPerson[]> {
  return tx.db
    .selectFrom('norm_person')
    .select(['user_id', 'from_day', 'profile_id', 'work_percent', 'set_at', 'set_by'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('user_id')
    .orderBy('from_day')
    .execute();
}

/** From its day on, in the place of what was set for that day and later ones. */
export async function saveNormPerson(tx: PortalTransaction, row: StoredNormPerson): Promise<void> {
  await tx.db
    .deleteFrom('norm_person')
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', row.user_id)
    .where('from_day', '>=', row.from_day)
    .execute();
  await tx.db
    .insertInto('norm_person')
    .values({ portal_id: tx.portalId, ...row })
    .execute();
}
