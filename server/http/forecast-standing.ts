import type { LandmarkRows } from '#domain/forecast/landmark-rows.ts';
import type { StoredForecast } from '#domain/forecast/stored-forecast.ts';
import type { OpenDealNow } from '#store/forecast-open-deals.ts';

/** Open deals as rows of the model; a stage or a person it has not seen gets no number. */
export function toOpenRows(deals: readonly OpenDealNow[], stored: StoredForecast, at: number): LandmarkRows {
  const owners = new Map(stored.ownerIds.map((id, number) => [id, number]));
  const stages = new Map(stored.stageKeys.map((key, number) => [key, number]));
  const of = (value: (deal: OpenDealNow) => number): Float64Array => Float64Array.from(deals, value);
  return {
    count: deals.length,
    deal: Int32Array.from(deals.keys()),
    from: new Float64Array(deals.length).fill(at),
    stage: Uint16Array.from(of(({ stage }) => stages.get(stage) ?? 0)),
    stageDays: Float32Array.from(of(({ moved }) => at - moved)),
    dealDays: Float32Array.from(of(({ created }) => at - created)),
    activityDays: Float32Array.from(of(({ lastActivity }) => (lastActivity === null ? NaN : at - lastActivity))),
    closeIn: Float32Array.from(of(({ closeDay }) => (closeDay === null ? NaN : closeDay - at))),
    amount: of(({ amount }) => amount),
    owner: Int32Array.from(of(({ ownerId }) => owners.get(String(ownerId)) ?? -1)),
    category: Int32Array.from(of(({ category }) => category)),
    end: new Float64Array(deals.length).fill(Infinity),
    won: new Uint8Array(deals.length),
  };
}
