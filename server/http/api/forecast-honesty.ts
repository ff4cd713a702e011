import type { ForecastHonesty, HonestyRow } from '#contract/forecast-honesty.ts';
import { judgeHonesty } from '#domain/forecast/honesty.ts';
import { monthOf, shiftDay } from '#domain/period.ts';
import { departmentScope, isPersonScope, personScope, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { findFittedAt } from '#store/forecast-models.ts';
import { readModel } from '../learned-forecast.ts';
import { toMinor } from '../learned-moment.ts';
import type { PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney } from '../wire-values.ts';

/** Shown beside today's number, and never put into it. */
export async function replyForecastHonesty(context: PortalContext, { scope }: { scope: Scope }): Promise<ForecastHonesty> {
  const { tx, team, portal } = context;
  const stored = await readModel(context);
  const basics = { scope, currency: portal.baseCurrency };
  if (stored === undefined) return { ...basics, fittedAt: null, total: null, rows: [] };
  const money = createMoney(portal.currencyDigits);
  const owners = stored.ownerIds.map((id, place) => ({ id: BigInt(id), place }));
  const rowOf = (of: Scope): HonestyRow => {
    const people = peopleInScope(team, of);
    const own = owners.filter(({ id }) => people?.has(id) !== false).map(({ place }) => place);
    // Deals whose owner nobody knows are the company's.
    const places = of === 'company' ? [...own, owners.length] : own;
    return {
      scope: of,
      kind: of === 'company' ? 'company' : isPersonScope(of) ? 'person' : 'department',
      name: scopeName(context, of),
      horizons: judgeHonesty(stored.honesty, places).map(({ months, ...judged }) => ({
        ...judged,
        months: months.map(({ from, forecast, actual }) => ({
          month: monthOf(shiftDay('1970-01-01', from)),
          forecast: money(toMinor(forecast)),
          fact: money(toMinor(actual)),
        })),
      })),
    };
  };
  const inScope = peopleInScope(team, scope);
  const persons = isPersonScope(scope) ? [] : owners.filter(({ id }) => inScope?.has(id) !== false).map(({ id }) => personScope(id));
  const departments = departmentsInScope(team, scope).map(({ departmentId }) => departmentScope(departmentId));
  const isKnown = ({ horizons }: HonestyRow): boolean =>
    horizons.some(({ months }) => months.some(({ forecast, fact }) => Number(forecast) !== 0 || Number(fact) !== 0));
  return {
    ...basics,
    fittedAt: (await findFittedAt(tx))?.toISOString() ?? null,
    total: rowOf(scope),
    rows: [...departments, ...persons].map(rowOf).filter(isKnown),
  };
}
