import type { EChartsCoreOption } from 'echarts/core';
import type { ForecastTrend, TrendDay } from '#contract/forecast-trend.ts';

/** What the chart tells: how the forecast and the fact went, or what open deals counted as. */
export const trendLines = ['forecast', 'categories'] as const;
export type TrendLines = (typeof trendLines)[number];

/** The firmest first, each in the colour of its category. */
export const trendCategories = ['commit', 'best', 'pipeline'] as const;

export interface TrendColors {
  readonly textSecond: string;
  readonly line: string;
  readonly plan: string;
  readonly fact: string;
  readonly previous: string;
  readonly categories: Readonly<Record<(typeof trendCategories)[number], string>>;
}

export interface TrendWords {
  readonly font: string;
  /** Label of a day of the month. */
  readonly dayLabel: (dayNumber: number) => string;
  readonly amount: (millions: number) => string;
}

type Point = [day: number, millions: number];

const millions = (amount: string): number => Number(amount) / 1_000_000;
const dayNumber = ({ day }: TrendDay): number => Number(day.slice(8, 10));

/** The forecast of the month before as it was on the same day of it; null where nobody was watching or it had no such day. */
export function sameDayBefore({ previous }: Pick<ForecastTrend, 'previous'>, day: string): string | null {
  return previous.find((one) => one.day.slice(8) === day.slice(8))?.expected ?? null;
}

/** What ECharts draws over the days of a month of this length. */
export function trendOption(
  trend: ForecastTrend,
  { length, lines }: { length: number; lines: TrendLines },
  colors: TrendColors,
  words: TrendWords,
): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 34, right: 22, top: 8, bottom: 24 },
    textStyle: { fontFamily: words.font, fontSize: 11 },
    xAxis: {
      type: 'value',
      min: 1,
      max: length,
      splitLine: { show: false },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
      axisLabel: { color: colors.textSecond, customValues: [1, 8, 15, 22, length], formatter: words.dayLabel },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { lineStyle: { color: colors.line } },
      axisLabel: { color: colors.textSecond, formatter: words.amount },
    },
    series: lines === 'forecast' ? forecastCurves(trend, length, colors) : categoryCurves(trend, colors),
  };
}

/** Forecast and fact day by day, the plan as a level, and the same days of the month before. */
function forecastCurves(trend: ForecastTrend, length: number, colors: TrendColors): object[] {
  const forecast = trend.days.map((day): Point => [dayNumber(day), millions(day.expected)]);
  const plan: Point[] =
    trend.plan === null
      ? []
      : [
          [1, millions(trend.plan)],
          [length, millions(trend.plan)],
        ];
  const previous = trend.previous.map((day): Point => [dayNumber(day), millions(day.expected)]);
  const fact = trend.days.map((day): Point => [dayNumber(day), millions(day.fact)]);
  return [
    curve('plan', plan, { color: colors.plan, width: 1.5 }),
    curve('previous', previous, { color: colors.previous, width: 1.25, type: 'dotted' }),
    curve('forecast', forecast, { color: colors.fact, width: 2, type: 'dashed' }),
    curve('fact', fact, { color: colors.fact, width: 2.5 }),
    { id: 'end', type: 'scatter', data: forecast.slice(-1), symbolSize: 7, itemStyle: { color: colors.fact }, silent: true, z: 6 },
  ];
}

/** Each category by itself; days that were kept before categories were have none. */
function categoryCurves(trend: ForecastTrend, colors: TrendColors): object[] {
  return trendCategories.map((category) => {
    const points = trend.days.flatMap((day): Point[] =>
      day.categories === null ? [] : [[dayNumber(day), millions(day.categories[category])]],
    );
    return curve(category, points, { color: colors.categories[category], width: 2 });
  });
}

function curve(id: string, data: readonly Point[], lineStyle: { color: string; width: number; type?: string }): object {
  return { id, type: 'line', data, lineStyle, itemStyle: { color: lineStyle.color }, showSymbol: false, silent: true, z: 4 };
}
