import type { EChartsCoreOption } from 'echarts/core';
import type { PacePoints, Point } from './pace-points.ts';

export interface PaceColors {
  readonly text: string;
  readonly textSecond: string;
  readonly line: string;
  readonly offDay: string;
  readonly plan: string;
  readonly fact: string;
  readonly fan: string;
  readonly runRate: string;
}

export interface PaceWords {
  readonly font: string;
  /** Label of the end of a day, empty where the axis keeps silent. */
  readonly axisLabel: (dayNumber: number) => string;
  readonly axisDays: readonly number[];
  readonly amount: (millions: number) => string;
  readonly today: string;
  readonly todayDay: string;
}

/** What ECharts draws; one series per curve, no legend, no animation. */
export function paceOption(points: PacePoints, colors: PaceColors, words: PaceWords): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 30, right: 22, top: 8, bottom: 24 },
    textStyle: { fontFamily: words.font, fontSize: 11 },
    xAxis: xAxis(points, colors, words),
    yAxis: yAxis(colors, words),
    series: [
      shading(points, colors),
      fan(points, colors),
      reach(points),
      curve('plan', points.plan, { color: colors.plan, width: 1.5 }),
      curve('runRate', points.runRate, { color: colors.runRate, width: 1.25, type: 'dotted' }),
      curve('forecast', points.forecast, { color: colors.fact, width: 2, type: 'dashed' }),
      curve('fact', points.fact, { color: colors.fact, width: 2.5 }),
      dots('dots', [
        { point: points.fact.at(-1), color: colors.fact, size: 7 },
        { point: points.plan.at(-1), color: colors.plan, size: 8 },
      ]),
      todayLine(points, colors, words),
    ],
  };
}

function xAxis(points: PacePoints, colors: PaceColors, words: PaceWords): object {
  return {
    type: 'value',
    min: 0,
    max: points.days,
    splitLine: { show: false },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colors.line } },
    axisLabel: {
      color: colors.textSecond,
      customValues: [...words.axisDays],
      formatter: (value: number) => words.axisLabel(value),
    },
  };
}

function yAxis(colors: PaceColors, words: PaceWords): object {
  return {
    type: 'value',
    min: 0,
    splitNumber: 5,
    axisTick: { show: false },
    axisLine: { show: false },
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { color: colors.textSecond, formatter: (value: number) => words.amount(value) },
  };
}

function curve(id: string, points: readonly Point[], lineStyle: { color: string; width: number; type?: string }): object {
  return { id, type: 'line', data: points, lineStyle, itemStyle: { color: lineStyle.color }, showSymbol: false, silent: true, z: 4 };
}

function dots(id: string, marks: readonly { point: Point | undefined; color: string; size: number }[]): object {
  const data = marks.flatMap(({ point, color, size }) => (point ? [{ value: point, itemStyle: { color }, symbolSize: size }] : []));
  return { id, type: 'scatter', data, silent: true, z: 6 };
}

function shading(points: PacePoints, colors: PaceColors): object {
  return {
    id: 'off-days',
    type: 'line',
    data: [],
    silent: true,
    markArea: {
      silent: true,
      itemStyle: { color: colors.offDay },
      data: points.offDays.map(([from, to]) => [{ xAxis: from }, { xAxis: to }]),
    },
  };
}

/** The axis does not see a polygon: an unseen line makes room for the top of the fan. */
function reach(points: PacePoints): object {
  return { id: 'reach', type: 'line', data: points.high, showSymbol: false, silent: true, lineStyle: { opacity: 0 } };
}

interface RenderApi {
  coord: (value: Point) => number[];
}

/** The band between low and high as one polygon: stacked areas need a category axis. */
function fan(points: PacePoints, colors: PaceColors): object {
  const outline = [...points.low, ...points.high.toReversed()];
  return {
    id: 'fan',
    type: 'custom',
    silent: true,
    z: 3,
    data: outline.length === 0 ? [] : [[0, 0]],
    renderItem: (_: unknown, api: RenderApi) => ({
      type: 'polygon',
      shape: { points: outline.map((point) => api.coord(point)) },
      style: { fill: colors.fan },
    }),
  };
}

function todayLine(points: PacePoints, colors: PaceColors, words: PaceWords): object {
  const isLate = points.today !== null && points.today > points.days * 0.75;
  return {
    id: 'today',
    type: 'line',
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: colors.runRate, width: 1, type: 'solid' },
      label: {
        position: 'start',
        distance: -14,
        offset: isLate ? [-6, 0] : [6, 0],
        align: isLate ? 'right' : 'left',
        verticalAlign: 'bottom',
        color: colors.textSecond,
        formatter: `${words.today} {day|${words.todayDay}}`,
        rich: { day: { color: colors.text, fontWeight: 600, fontSize: 11 } },
        fontSize: 11,
      },
      data: points.today === null ? [] : [{ xAxis: points.today }],
    },
  };
}
