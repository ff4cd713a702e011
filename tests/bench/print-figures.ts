import { writeSync } from 'node:fs';

/** Milliseconds of one thing, measured several times. */
export interface Figure {
  readonly name: string;
  readonly engine: string;
  readonly runs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** `between` happens before each measured run and is not measured. */
export async function measure(
  what: { readonly name: string; readonly engine: string; readonly runs: number; readonly between?: () => Promise<unknown> },
  work: () => Promise<unknown>,
): Promise<Figure> {
  const { name, engine, runs, between } = what;
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    await between?.();
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return summarize(name, engine, times);
}

export function summarize(name: string, engine: string, measured: readonly number[]): Figure {
  const times = measured.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 10) / 10;
  return { name, engine, runs: times.length, medianMs: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

/** A table for people, or JSON with `--json`. */
export function printFigures(figures: readonly Figure[], about: Readonly<Record<string, number | string>>): void {
  if (process.argv.includes('--json')) {
    writeSync(1, `${JSON.stringify({ about, figures })}\n`);
    return;
  }
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => (index < 2 ? String(cell).padEnd(28) : String(cell).padStart(10))).join(' ');
  const rows = figures.map((figure) => line([figure.name, figure.engine, figure.runs, figure.medianMs, figure.p95Ms, figure.maxMs]));
  const facts = Object.entries(about).map(([name, value]) => `${name} ${value}`);
  writeSync(1, `${facts.join(' · ')}\n${line(['what', 'store', 'runs', 'median ms', 'p95 ms', 'max ms'])}\n${rows.join('\n')}\n`);
}
