import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findNameFaults } from './file-names.ts';

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
const faults = findNameFaults(listed.split('\n').filter((path) => path !== '' && existsSync(path)));

for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
