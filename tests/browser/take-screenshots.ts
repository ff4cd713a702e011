import { startVitest } from 'vitest/node';

/**
 * `npm run screenshots`: every view in both languages, both themes and at every width into `tests/browser/shots/`, measured while it
 * is there, and the pictures of the listing into `bitrix-manifest/listing/screenshots/`. Names of test files choose some of them.
 */
process.env['TAKE_SHOTS'] = '1';
process.env['WRITE_SCREENSHOTS'] = '1';

const chosen = process.argv.slice(2);
const files = chosen.length > 0 ? chosen : ['layout', 'intensity', 'own-metrics'].map((name) => `tests/browser/${name}.test.ts`);
const vitest = await startVitest('test', files, { config: 'tests/vitest.config.ts', project: ['browser'], watch: false });
await vitest.close();
