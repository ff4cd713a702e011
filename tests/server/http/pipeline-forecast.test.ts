import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listLearnedDeals } from '#contract/learned-deals.ts';
import { getPeriodForecast, type ExpectedRow } from '#contract/period-forecast.ts';
import { getPipelineForecast, type PipelinePart } from '#contract/pipeline-forecast.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { replyLearnedDeals } from '#http/api/learned-deals.ts';
import { replyPeriodForecast } from '#http/api/period-forecast.ts';
import { replyPipelineForecast } from '#http/api/pipeline-forecast.ts';
import { refitForecast } from '#jobs/refit-forecast.ts';
import { anna, director, month, now, openForecastPortal, team, type ForecastPortal } from './forecast-portal.ts';

let held: ForecastPortal;
const days = { from: '2026-11-01', to: '2026-12-31' };
const amounts = ['fact', 'fromOpen', 'fromNew', 'expected', 'byTable'] as const;
const minor = (text: string): bigint => fromDecimal(text, 2);

/** Every second deal of the past belongs to the pipeline every portal has, whose id is 0, with the same stages. */
beforeAll(async () => {
  held = await openForecastPortal();
  await held.recordPast();
  await held.portal.transaction(async ({ db, portalId }) => {
    await db.insertInto('pipeline').values({ portal_id: portalId, pipeline_id: 0n, name: 'Тендеры', sort: 20 }).execute();
    const { rows } = await sql<{ stage_id: string }>`
      insert into stage select (other).* from (
        select jsonb_populate_record(stage, '{"pipeline_id": 0}') as other from stage where portal_id = ${portalId}
      ) as copied returning stage_id`.execute(db);
    expect(rows.length).toBeGreaterThan(2);
    for (const table of ['deal', 'stage_move', 'deal_version'] as const) {
      await sql`update ${sql.table(table)} set pipeline_id = 0 where portal_id = ${portalId} and deal_id % 2 = 0`.execute(db);
    }
  });
  await refitForecast({ businessClock: () => now }, held.portal);
});
afterAll(() => held.store.close());

const askParts = (scope: string, span: Partial<typeof days> = days): Promise<PipelinePart[]> =>
  held.withContext(director, async (context) => {
    const { parts } = getPipelineForecast.response.parse(await replyPipelineForecast(context, { month, scope, ...span }));
    if (parts === null) throw new Error('There is no model');
    return parts;
  });
const askWhole = (scope: string, span: Partial<typeof days> = days): Promise<ExpectedRow> =>
  held.withContext(director, async (context) => {
    const { fitted } = getPeriodForecast.response.parse(await replyPeriodForecast(context, { month, scope, ...span }));
    if (fitted === null) throw new Error('There is no model');
    return fitted.total;
  });

describe('the forecast by pipelines', () => {
  it.each(['company', `department:${team}`, `person:${anna}`])('adds up to that of %s to the last place', async (scope) => {
    for (const span of [days, {}]) {
      const [parts, whole] = [await askParts(scope, span), await askWhole(scope, span)];
      expect(parts.map(({ pipelineId, name }) => [pipelineId, name])).toEqual([
        ['77', 'Продажи'],
        ['0', 'Тендеры'],
      ]);
      for (const amount of amounts) expect(sum(parts.map((part) => minor(part[amount])))).toBe(minor(whole[amount]));
      for (const { fact, low, median, high } of parts) {
        const ordered = [fact, low, median, high].map(minor);
        expect(ordered).toEqual(ordered.toSorted((a, b) => Number(a - b)));
      }
    }
  });

  it('lists the open deals of one', async () => {
    for (const { pipelineId, fromOpen, fact, byTable } of await askParts('company')) {
      const list = await held.withContext(director, async (context) =>
        listLearnedDeals.response.parse(
          await replyLearnedDeals(context, { month, scope: 'company', ...days, ...(pipelineId === null ? {} : { pipelineId }) }),
        ),
      );
      expect([list.fromOpen, list.won.fact]).toEqual([fromOpen, fact]);
      expect(minor(list.won.fact) + minor(list.weighted)).toBe(minor(byTable));
      expect(list.newDeals).toBeNull();
      expect(list.deals.length).toBeGreaterThan(0);
      expect(list.deals.every(({ dealId }) => (Number(dealId) % 2 === 0) === (pipelineId === '0'))).toBe(true);
    }
  });

  it('keeps what belongs to a pipeline that is gone', async () => {
    await held.portal.transaction(({ db, portalId }) =>
      db.deleteFrom('pipeline').where('portal_id', '=', portalId).where('pipeline_id', '=', 0n).execute(),
    );
    const span = { from: '2026-11-01', to: '2026-12-30' };
    const [parts, whole] = [await askParts('company', span), await askWhole('company', span)];
    expect(parts.map(({ pipelineId }) => pipelineId)).toEqual(['77', null]);
    for (const amount of amounts) expect(sum(parts.map((part) => minor(part[amount])))).toBe(minor(whole[amount]));
  });
});
