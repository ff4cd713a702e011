import { writeSync } from 'node:fs';
import { parseOrder, planRuns, usage } from './forecast/bench-order.ts';
import { measureLargePortal } from './forecast/large-portal.ts';
import { print, printScores, scoreLine } from './forecast/print-scores.ts';
import { BenchFault, readTidy } from './forecast/read-tidy.ts';
import { runCutoffs } from './forecast/run-cutoffs.ts';

/** `npm run bench:forecast`: how well the product's forecast would have done, beside the ways people forecast without it. */
try {
  const order = parseOrder(process.argv.slice(2));
  if (order.deals === undefined) {
    const portals = order.directories.map(readTidy);
    const runs = portals.flatMap((portal) => runCutoffs(portal, planRuns(order, portal)));
    if (!order.isJson) printScores(runs);
    else print(scoreLine(runs));
  } else {
    measureLargePortal({ deals: order.deals, seed: order.seed, isJson: order.isJson });
  }
} catch (error) {
  if (!(error instanceof BenchFault)) throw error;
  writeSync(2, `${error.message}\n${usage}\n`);
  process.exitCode = 2;
}
