import { Worker } from 'node:worker_threads';
import { countingSetting, readCountingRule } from '#domain/counting.ts';
import type { HistoryStage } from '#domain/forecast/deal-history.ts';
import { memoryDays } from '#domain/forecast/landmark-rows.ts';
import { proposeStagePercents } from '#domain/stage-percent.ts';
import { toDay, toDayNumber } from '#kernel/calendar-day.ts';
import { listStages } from '#store/facts.ts';
import { readForecastInputs } from '#store/forecast-inputs.ts';
import { findFittedAt, saveForecastModel } from '#store/forecast-models.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { findSetting } from '#store/settings.ts';
import { findLoadEnd } from '#store/sync-cursors.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import { fitForecast, type FitAnswer, type FitTask } from './fit-forecast.ts';

export interface RefitDeps {
  readonly businessClock: () => Date;
}

/** So few are done before a thread would have started. */
const fewDeals = 500;

/** Twice what the model remembers, because its clocks look further back. */
const historyMs = 2 * memoryDays * 86_400_000;

/** Fits the forecast after the first load and once a day of the company; returns whether it was done. A stop ends it at once. */
export async function refitForecast({ businessClock }: RefitDeps, store: PortalStore, signal?: AbortSignal): Promise<boolean> {
  const now = businessClock();
  const task = await store.transaction((tx) => readTask(tx, now));
  if (task === null) return false;
  const answer = task.history.count <= fewDeals ? fitForecast(task) : await fitInThread(task, signal);
  if (answer === null) return false;
  const { inputsHash, seed, model } = answer;
  await store.transaction(async (tx) => {
    await saveForecastModel(tx, { fittedAt: now, inputsHash, seed: BigInt(seed), model });
    await touchTopic(tx, 'facts');
  });
  return true;
}

async function readTask(tx: PortalTransaction, now: Date): Promise<FitTask | null> {
  const portal = await findPortal(tx);
  if (portal?.state !== 'active') return null;
  const fittedAt = await findFittedAt(tx);
  if (fittedAt !== undefined && toDay(fittedAt, portal.timeZone) === toDay(now, portal.timeZone)) return null;
  if ((await findLoadEnd(tx)) === null) return null;
  const rule = readCountingRule(await findSetting(tx, countingSetting));
  const stages = await readHistoryStages(tx);
  const { timeZone } = portal;
  const span = { since: new Date(now.getTime() - historyMs), until: now };
  const { history, ownerIds } = await readForecastInputs(tx, { timeZone, ...rule, ...span, stages });
  return { history, ownerIds: ownerIds.map(String), stageKeys: [...stages.keys()], cutoff: toDayNumber(now, timeZone) };
}

async function readHistoryStages(tx: PortalTransaction): Promise<Map<string, HistoryStage>> {
  const byPipeline = [...Map.groupBy(await listStages(tx), ({ pipelineId }) => pipelineId)];
  return new Map(
    byPipeline.flatMap(([pipelineId, own], funnel) =>
      [...proposeStagePercents(own)].map(
        ([stageId, { winPercent }]) => [`${pipelineId} ${stageId}`, { percent: winPercent / 100, funnel }] as const,
      ),
    ),
  );
}

/** Seconds of computing go to a thread of their own, so that requests go on meanwhile; it inherits no setting of ours. */
function fitInThread(task: FitTask, signal?: AbortSignal): Promise<FitAnswer | null> {
  const { created, closed, outcome, finalAmount, category, owner, stage, amount, closeDate, activity } = task.history;
  const changes = [owner, stage, amount, closeDate, activity].flatMap(({ start, at, value }) => [start, at, value]);
  const transferList = [created, closed, outcome, finalAmount, category, ...changes].map(({ buffer }) => buffer as ArrayBuffer);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./forecast-worker.ts', import.meta.url), { workerData: task, transferList, env: {}, execArgv: [] });
    signal?.addEventListener('abort', () => (resolve(null), void worker.terminate()), { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The worker of the forecast ended with ${code} and without an answer`)));
  });
}
