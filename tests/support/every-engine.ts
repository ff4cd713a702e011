/** Whoever wants it has every server test on both engines, and the long ones whole: `npm run test:engines`. Read here only. */
const variable = 'EVERY_ENGINE';

export function isEveryEngine(): boolean {
  return process.env[variable] === '1';
}

/** For this process and the workers that it starts later. */
export function askEveryEngine(): void {
  process.env[variable] = '1';
}
