import { describe, expect, it } from 'vitest';
import type { DealHistory } from '#domain/forecast/deal-history.ts';
import { fitModel } from '#domain/forecast/forecast-model.ts';
import { judgeHonesty, runHonesty, type HonestyRun } from '#domain/forecast/honesty.ts';
import { corruptAfter, firstDay, smallPortal } from './portals.ts';

const month = (from: number, horizon: HonestyRun['horizon'], forecast: number[], actual: number[]): HonestyRun => ({
  ...{ from, to: from + 30, horizon },
  ...{ forecast: Float64Array.from(forecast), actual: Float64Array.from(actual) },
});

describe('how far off forecasts were', () => {
  it('is 13,75 % with a bias of +1,25 % for 9,5, 11, 8 and 12 where 10 came', () => {
    const runs = [9.5, 11, 8, 12].map((forecast, index) => month(index * 30, 'middle', [forecast], [10]));
    const [start, middle] = judgeHonesty(runs, [0]);
    expect(middle).toMatchObject({ wape: 0.1375, bias: 0.0125 });
    expect(start).toMatchObject({ wape: null, bias: null, months: [] });
  });

  it('of a department is of its people together, whose errors may cancel each other out', () => {
    const runs = [0, 30, 60].map((from) => month(from, 'end', [12, 8, 100], [10, 10, 0]));
    expect(judgeHonesty(runs, [0])[2]).toMatchObject({ wape: 0.2, bias: 0.2 });
    expect(judgeHonesty(runs, [0, 1])[2]).toMatchObject({ wape: 0, bias: 0 });
  });

  it('is not told of two months, nor of months in which nothing came', () => {
    const two = [0, 30].map((from) => month(from, 'middle', [1], [1]));
    const nothing = [0, 30, 60].map((from) => month(from, 'middle', [1], [0]));
    expect([judgeHonesty(two, [0])[1]?.wape, judgeHonesty(nothing, [0])[1]?.wape]).toEqual([null, null]);
  });

  it('knows nothing of the window it forecasts: what came after the moment changes no forecast', () => {
    const at = firstDay + 195;
    const forecasts = (history: DealHistory): number[][] => {
      const windows = [150, 180].map((day) => {
        const from = firstDay + day;
        return { from, to: from + 30, model: fitModel(history, from + 15) };
      });
      const known = runHonesty(history, windows).filter(({ horizon, to }) => horizon !== 'end' && to === firstDay + 210);
      return known.map(({ forecast }) => [...forecast]);
    };
    const history = smallPortal(300);
    expect(forecasts(history)).toHaveLength(2);
    expect(forecasts(corruptAfter(history, at))).toEqual(forecasts(history));
  });
});
