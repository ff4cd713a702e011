import { readFileSync } from 'node:fs';
import { findDependencyFaults, Lock, Manifest } from './dependencies.ts';

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const faults = findDependencyFaults({
  manifest: Manifest.parse(readJson('package.json')),
  lock: Lock.parse(readJson('package-lock.json')),
  npmrc: readFileSync('.npmrc', 'utf8'),
});

for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
