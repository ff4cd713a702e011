import type { EChartsCoreOption } from 'echarts/core';
import type { ChartPaint } from '#components/chart/chart-paint.ts';
import type { LagPoint } from './lag-points.ts';

export interface LagWords {
  /** Time of a place on the axis, in hours before now. */
  readonly axisLabel: (hours: number) => string;
  readonly threshold: string;
}

const lowestTop = 20;

/** The lag of deals over a day in minutes, with the threshold as a dashed line. */
export function lagOption(points: readonly LagPoint[], thresholdMinutes: number, paint: ChartPaint, words: LagWords): EChartsCoreOption {
  const worst = Math.max(0, ...points.map(([, minutes]) => minutes ?? 0));
  const grey = paint.color('text-second');
  const line = paint.color('line-soft');
  return {
    animation: false,
    grid: { left: 26, right: 20, top: 10, bottom: 24 },
    textStyle: { fontFamily: paint.font, fontSize: 11 },
    xAxis: {
      type: 'value',
      min: -24,
      max: 0,
      splitLine: { show: false },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: {
        color: grey,
        fontSize: 11,
        hideOverlap: true,
        customValues: [-24, -18, -12, -6, 0],
        formatter: (hours: number) => words.axisLabel(hours),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: Math.max(lowestTop, Math.ceil(worst / 5) * 5),
      splitNumber: 4,
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { lineStyle: { color: line } },
      axisLabel: { color: grey, fontSize: 11 },
    },
    series: [
      {
        type: 'line',
        data: points.map((point) => [...point]),
        connectNulls: false,
        showSymbol: true,
        symbol: 'circle',
        symbolSize: ([, , isAlone]: LagPoint) => (isAlone === 1 ? 5 : 0),
        silent: true,
        lineStyle: { color: paint.color('fact'), width: 1.5 },
        itemStyle: { color: paint.color('fact') },
        areaStyle: { color: paint.color('fan') },
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: paint.color('warn-mark'), type: 'dashed', width: 1 },
          label: { position: 'insideStartTop', color: grey, fontSize: 11, formatter: words.threshold },
          data: [{ yAxis: thresholdMinutes }],
        },
      },
    ],
  };
}
