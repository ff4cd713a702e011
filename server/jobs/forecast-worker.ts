import { parentPort, workerData } from 'node:worker_threads';
import { fitForecast, type FitTask } from './fit-forecast.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
parentPort?.postMessage(fitForecast(workerData as FitTask));
