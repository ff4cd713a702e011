import { sql, type RawBuilder } from 'kysely';

/** PostgreSQL rounds half away from zero. */
export function halfEven(exact: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select case when abs(x - trunc(x)) = 0.5 and mod(trunc(x), 2) = 0 then trunc(x) else round(x) end from (select (${exact}) as x) as e)`;
}
