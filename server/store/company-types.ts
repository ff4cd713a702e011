import { sql } from 'kysely';
import type { RankedField } from '#domain/intensity/relationship.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SelectThings } from './things.ts';
import { noteChanges } from './totals-revision.ts';
import { toArray } from './upsert-rows.ts';

export interface CompanyValue {
  readonly company_id: bigint;
  /** Empty where the field is. */
  readonly value: string;
  readonly responsible_id: bigint;
}

interface ReadStretch {
  readonly field: string;
  /** The day of the reading: the portal keeps no history of a field. */
  readonly day: string;
  /** Ids behind this one, up to and with `through`, or to the end. */
  readonly after: bigint;
  readonly through: bigint | null;
  readonly companies: readonly CompanyValue[];
}

/** What companies of a stretch of ids say now: a value that is another than before is kept from today on, companies that are gone go. */
export async function saveCompanyTypes(tx: PortalTransaction, { field, day, after, through, companies }: ReadStretch): Promise<number> {
  const column = (name: keyof CompanyValue, type: 'bigint' | 'text') =>
    toArray(
      type,
      companies.map((company) => company[name]),
    );
  const seen = sql`unnest(${column('company_id', 'bigint')}, ${column('value', 'text')}, ${column('responsible_id', 'bigint')})
    as seen (company_id, value, responsible_id)`;
  const own = sql`portal_id = ${tx.portalId} and field = ${field}`;
  const gone = await sql`
    delete from company_type
    where ${own} and company_id > ${after} and ${through === null ? sql`true` : sql`company_id <= ${through}`}
      and company_id <> all(${column('company_id', 'bigint')})
    returning company_id`.execute(tx.db);
  const moved = await sql`
    update company_type set responsible_id = seen.responsible_id from ${seen}
    where ${own} and company_type.company_id = seen.company_id and company_type.responsible_id <> seen.responsible_id
    returning company_type.company_id`.execute(tx.db);
  const changed = await sql`
    insert into company_type (portal_id, field, company_id, day, value, responsible_id)
    select ${tx.portalId}::bigint, ${field}::text, seen.company_id, ${day}::date, seen.value, seen.responsible_id
    from ${seen} left join lateral (
      select known.value from company_type as known
      where known.portal_id = ${tx.portalId} and known.field = ${field} and known.company_id = seen.company_id
      order by known.day desc limit 1
    ) as last on true
    where seen.value <> coalesce(last.value, '')
    on conflict (portal_id, field, company_id, day) do update set value = excluded.value
    returning company_id`.execute(tx.db);
  return noteChanges(tx, gone.rows.length + moved.rows.length + changed.rows.length);
}

export interface CompanyStanding {
  readonly companyId: bigint;
  readonly userId: bigint;
  readonly value: string;
}

/** What each company said on a day, by the last reading until then. */
export async function listCompanyValues(tx: PortalTransaction, field: string, day: string): Promise<CompanyStanding[]> {
  const rows = await sql<CompanyStanding>`
    select distinct on (company_id) company_id as "companyId", responsible_id as "userId", value
    from company_type where portal_id = ${tx.portalId} and field = ${field} and day <= ${day}::date
    order by company_id, day desc`.execute(tx.db);
  return rows.rows;
}

/** Companies whose field came to mean a higher or a lower type; a first value is none, and neither is one that means nothing. */
export const fieldMoves =
  (direction: 'up' | 'down', { field, ranks }: RankedField): SelectThings =>
  (tx, { span }) => {
    const [values, heights] = [Object.keys(ranks), Object.values(ranks)];
    return sql`
      select 'client', company_id, array[responsible_id], day, 1::numeric, null::bigint
      from (
        select known.company_id, known.responsible_id, known.day, meant.rank,
          lag(meant.rank) over (partition by known.company_id order by known.day) as before
        from company_type as known join unnest(${toArray('text', values)}, ${toArray('integer', heights)}) as meant (value, rank)
          on meant.value = known.value
        where known.portal_id = ${tx.portalId} and known.field = ${field} and known.day < ${span.before}::date
      ) as moved
      where day >= ${span.from}::date and ${direction === 'up' ? sql`rank > before` : sql`rank < before`}`;
  };
