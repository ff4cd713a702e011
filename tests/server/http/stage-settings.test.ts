import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDrillDown } from '#contract/drill-down.ts';
import { getOverview } from '#contract/overview.ts';
import { getStageSettings, putStageSettings, type StagePipeline } from '#contract/stage-settings.ts';
import { fromDecimal } from '#domain/money.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';

const month = '2026-11';
let service: TestService;
let portal: InstalledPortal;
let admin: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(smallPortal());
  admin = await portal.open(smallPortalPeople.admin);
}, 120_000);
afterAll(() => service.stop());

async function readPipeline(): Promise<StagePipeline> {
  const { pipelines } = await admin.call(getStageSettings, {});
  const [pipeline] = pipelines;
  if (pipeline === undefined) throw new Error('The portal has a pipeline');
  return pipeline;
}

type Change = Partial<StagePipeline['stages'][number]>;

/** The open stages as they are, with a change of each. */
const given = (pipeline: StagePipeline, change: (stage: StagePipeline['stages'][number], at: number) => Change = () => ({})) =>
  pipeline.stages
    .filter(({ kind }) => kind === 'open')
    .map((stage, at) => {
      const { stageId, progress, tablePercent, source, handPercent } = { ...stage, ...change(stage, at) };
      return { stageId, progress: progress ?? 0, tablePercent, source, handPercent };
    });
const put = (pipeline: StagePipeline, stages: ReturnType<typeof given>) =>
  admin.call(putStageSettings, { pipelineId: pipeline.pipelineId, stages });

describe('progress and chance of stages', () => {
  it('are proposed by the method while nobody has set them, won and lost are settled', async () => {
    const { stages, changes } = await readPipeline();
    const open = stages.filter(({ kind }) => kind === 'open');
    expect(open.map(({ progress }) => progress)).toEqual(open.map(({ progress }) => progress).toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect(open.every(({ source, inForecast, tablePercent }) => source === 'table' && inForecast === tablePercent)).toBe(true);
    expect(stages.find(({ kind }) => kind === 'won')).toMatchObject({ progress: 100, inForecast: 100, history: null });
    expect(stages.find(({ kind }) => kind === 'lost')).toMatchObject({ progress: null, inForecast: 0, history: null });
    expect(changes).toEqual([]);
  });

  it('know how many closed deals have reached a stage and were won, counted from the portal’s own moves', async () => {
    const { stages } = await readPipeline();
    const open = stages.filter(({ kind }) => kind === 'open');
    const { deals, stageHistory } = smallPortal();
    const closed = new Map(deals.flatMap(({ id, stageId }) => (stageId === 'WON' || stageId === 'LOSE' ? [[id, stageId] as const] : [])));
    expect(closed.size).toBeGreaterThan(0);
    for (const [at, { history }] of open.entries()) {
      const beyond = new Set(open.slice(at).map(({ stageId }) => stageId));
      const entered = new Set(
        stageHistory.filter((move) => closed.has(move.dealId) && beyond.has(move.stageId)).map((move) => move.dealId),
      );
      const won = [...entered].filter((id) => closed.get(id) === 'WON');
      expect([history?.entered ?? 0, history?.won ?? 0]).toEqual([entered.size, won.length]);
    }
  });

  it('set by hand or by history change the forecast by exactly what the open deals say, and the change is remembered', async () => {
    const pipeline = await readPipeline();
    const before = (await admin.call(getOverview, { month, scope: 'company' })).total.forecast.weighted;
    const doubled = given(pipeline, () => ({ source: 'hand', handPercent: 100 }));
    const { pipelines } = await put(pipeline, doubled);
    const after = await admin.call(getOverview, { month, scope: 'company' });
    const list = await admin.call(getDrillDown, { month, scope: 'company', measure: 'weighted', offset: 0, limit: 500 });
    expect(list.sum).toBe(after.total.forecast.weighted);
    expect(fromDecimal(after.total.forecast.weighted, 2)).toBeGreaterThan(fromDecimal(before, 2));
    const [change] = pipelines[0]?.changes ?? [];
    expect(change?.by.userId).toBe(String(smallPortalPeople.admin));
    expect(change?.stages.every(({ to }) => to === 100)).toBe(true);
    // The table is kept beside what was set by hand, so one can go back to it.
    await put(
      pipeline,
      given(pipeline, () => ({ source: 'table', handPercent: null })),
    );
    expect((await admin.call(getOverview, { month, scope: 'company' })).total.forecast.weighted).toBe(before);
    expect((await readPipeline()).changes).toHaveLength(2);
  });

  it('by history are settled when they are saved', async () => {
    const pipeline = await readPipeline();
    const { pipelines } = await put(
      pipeline,
      given(pipeline, () => ({ source: 'history' })),
    );
    const open = (pipelines[0]?.stages ?? []).filter(({ kind }) => kind === 'open');
    expect(open.map(({ source, inForecast }) => [source, inForecast])).toEqual(open.map(({ byHistory }) => ['history', byHistory]));
  });

  it.each([
    ['progress that falls', (_: unknown, at: number) => ({ progress: 90 - at })],
    ['a hand without a number', () => ({ source: 'hand' as const, handPercent: null })],
    ['a stage of another name', (_: unknown, at: number) => (at === 0 ? { stageId: 'NOWHERE' } : {})],
  ])('refuse %s and change nothing', async (_about, change) => {
    const pipeline = await readPipeline();
    await expect(put(pipeline, given(pipeline, change))).rejects.toThrow('bad-request');
    expect(await readPipeline()).toEqual(pipeline);
  });

  it('refuse a pipeline there is not, and whoever is no administrator', async () => {
    const pipeline = await readPipeline();
    await expect(put({ ...pipeline, pipelineId: '77' }, given(pipeline))).rejects.toThrow('not-found');
    const head = await portal.open(smallPortalPeople.head);
    await expect(head.call(putStageSettings, { pipelineId: pipeline.pipelineId, stages: given(pipeline) })).rejects.toThrow('forbidden');
  });
});
