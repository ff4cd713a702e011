import { fitModel } from '#domain/forecast/forecast-model.ts';
import { openRows } from '#domain/forecast/landmark-rows.ts';
import { guardOf, runPast, shockOf } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow } from '#domain/forecast/simulate-window.ts';
import { expectedOf, forecastWindow, wonSoFarOf } from '#domain/forecast/window-forecast.ts';
import { generatePortal } from '#support/generated-portal.ts';
import { createPeriods } from './periods.ts';
import { total } from './portal-sums.ts';
import { print } from './print-scores.ts';

const days = 1096;
const first = Date.UTC(2023, 0, 1) / 86_400_000;
const owners = 500;
/** Windows of the past that the nightly refit runs backwards, and the rows each of them takes. */
const pastWindows = 6;
const pastRows = 40_000;
const pastDraws = 500;

/** How long the nightly refit and a cold forecast of a portal of a size take, and how much memory both. */
export function measureLargePortal({
  deals,
  seed,
  isJson,
}: {
  readonly deals: number;
  readonly seed: number;
  readonly isJson: boolean;
}): void {
  const history = generatePortal({ deals, owners, from: first, days, seed });
  const cutoff = first + days - 16;
  const inputsMb = memoryMb();
  const periods = createPeriods('month', Date.UTC(2025, 11, 1) / 86_400_000);
  const span = periods.at(0);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const model = fitModel(history, cutoff);
  const fitted = performance.now();
  const orders = Array.from({ length: pastWindows }, (_, back) => {
    const window = periods.at(-back - 1);
    return { ...window, cutoff: periods.pointOf(window, 0.5), seed, rowLimit: pastRows, draws: pastDraws };
  });
  const { runs: past } = runPast(history, orders, cutoff);
  const refitted = performance.now();
  const refitCpu = cpuMs(cpu);
  const cpuBefore = process.cpuUsage();
  const open = openRows(history, cutoff);
  const window = forecastWindow(model, { at: cutoff, open, wonSoFar: wonSoFarOf(history, cutoff, span) }, span);
  const range = rangeOf(simulateWindow(window, { seed, shock: shockOf(past) }));
  const forecast = performance.now();
  const forecastCpu = cpuMs(cpuBefore);
  const wonSoFar = total(window.wonSoFar);
  const figures = {
    deals,
    open_deals: open.count,
    fit_ms: Math.round(fitted - began),
    past_ms: Math.round(refitted - fitted),
    refit_ms: Math.round(refitted - began),
    // Of the processor, whatever else the machine does.
    refit_cpu_ms: refitCpu,
    forecast_ms: Math.round(forecast - refitted),
    forecast_cpu_ms: forecastCpu,
    inputs_mb: inputsMb,
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    expected: Math.round(expectedOf(window)),
    p10_to_p90: [Math.round(wonSoFar + range.p10), Math.round(wonSoFar + range.p90)],
    guard: Number(guardOf(past).toFixed(3)),
  };
  if (isJson) return print(JSON.stringify(figures));
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(20)}${String(value)}`);
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 1000);
}

function memoryMb(): number {
  return Math.round(process.memoryUsage.rss() / 1024 / 1024);
}
