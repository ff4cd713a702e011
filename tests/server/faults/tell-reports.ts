import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultClasses, type FaultClass } from './fault-log.ts';
import type { Report } from './live-seeds.ts';

export interface Telling {
  readonly count: number;
  /** One seed is told with all that happened. */
  readonly isWhole: boolean;
}

const hasFailed = ({ differences, surprises }: Report): boolean => differences.length + surprises.length > 0;

/** Progress, and how to live through a failed seed again. */
export function tellReport(report: Report, store: string, done: number, { count, isWhole }: Telling): void {
  if (isWhole) for (const line of report.lines) console.log(line);
  if (hasFailed(report)) tellFailure(report, store, isWhole ? 1000 : 10);
  if (isWhole) console.log(`hash ${report.hash}`);
  else if (done % 10 === 0 || done === count) console.log(`${done} of ${count} schedules, ${Math.round(performance.now() / 1000)} s`);
}

function tellFailure(report: Report, store: string, most: number): void {
  const failures = [...report.differences, ...report.surprises];
  const file = join(tmpdir(), `kurs-faults-${report.seed}-${store}.log`);
  writeFileSync(file, `${report.lines.join('\n')}\n${failures.join('\n')}\n`);
  console.log(`\nseed ${report.seed} FAILED on ${store}, its log is ${file}`);
  for (const failure of failures.slice(0, most)) console.log(`  ${failure}`);
  console.log(`  again: npm run test:faults -- --seed ${report.seed} --store ${store}`);
}

/** What has happened in all of them; true when every copy equals its portal and every class of fault has come. */
export function sumUp(reports: readonly Report[], count: number, seconds: number): boolean {
  const sums = sumFaults(reports);
  console.log(`\n${'class of fault'.padEnd(30)}${'times'.padStart(9)}${'schedules'.padStart(12)}`);
  for (const fault of faultClasses) {
    const { times, schedules } = sums.get(fault) ?? { times: 0, schedules: 0 };
    console.log(`${fault.padEnd(30)}${String(times).padStart(9)}${String(schedules).padStart(12)}`);
  }
  const failed = reports.filter(hasFailed).map(({ seed }) => seed);
  const silent = count < 20 ? [] : faultClasses.filter((fault) => !sums.has(fault));
  if (silent.length > 0) console.log(`\nnever happened: ${silent.join(', ')}`);
  console.log(`\n${reports.length - failed.length} of ${count} schedules ended with a copy equal to the portal, ${Math.round(seconds)} s`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.toSorted((left, right) => left - right).join(', ')}`);
  return failed.length === 0 && silent.length === 0 && reports.length === count;
}

function sumFaults(reports: readonly Report[]): Map<FaultClass, { times: number; schedules: number }> {
  const sums = new Map<FaultClass, { times: number; schedules: number }>();
  for (const { fired } of reports) {
    for (const [fault, times] of fired) {
      const sum = sums.get(fault) ?? { times: 0, schedules: 0 };
      sums.set(fault, { times: sum.times + times, schedules: sum.schedules + 1 });
    }
  }
  return sums;
}
