import { writeSync } from 'node:fs';
import type { Run } from './run-cutoffs.ts';
import { biasOf, bootstrapRatio, chanceScores, everyMethod, managerWapeOf, methodNames, rangeScores, wapeOf } from './score-runs.ts';

/** The figures in the form that other programs read. */
export function scoreLine(runs: readonly Run[]): string {
  const { coverage80, width } = rangeScores(runs);
  const figures = {
    wape: everyMethod((method) => wapeOf(runs, method)),
    wape_manager: everyMethod((method) => managerWapeOf(runs, method)),
    bias: biasOf(runs, 'model'),
    coverage80,
    width,
    ...chanceScores(runs),
  };
  return JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(6)) : value));
}

/** A table for people. */
export function printScores(runs: readonly Run[]): void {
  const portals = new Set(runs.map(({ portal }) => portal));
  const periods = new Set(runs.map(({ portal, index }) => `${portal} ${index}`));
  print(`${[...portals].join(', ')} · ${runs.length} cutoffs · ${periods.size} periods`);
  print(line(['', 'WAPE', 'by person', 'bias', 'model ÷ it', '90 %']));
  for (const method of methodNames) {
    const ratio = method === 'model' ? null : bootstrapRatio(runs, method);
    const range = ratio === null ? '' : `${ratio.low.toFixed(2)} – ${ratio.high.toFixed(2)}`;
    print(
      line([
        method,
        places(wapeOf(runs, method)),
        places(managerWapeOf(runs, method)),
        places(biasOf(runs, method)),
        places(ratio?.ratio ?? null, 2),
        range,
      ]),
    );
  }
  for (const [name, value] of Object.entries({ ...rangeScores(runs), ...chanceScores(runs) })) print(`${name.padEnd(20)}${places(value)}`);
}

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(8) : cell.padStart(12))).join('');
}

function places(value: number | null, digits: number = 3): string {
  return value === null ? '–' : value.toFixed(digits);
}

export function print(text: string): void {
  writeSync(1, `${text}\n`);
}
