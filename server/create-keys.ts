import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { createKeys, readKeys } from './keys.ts';

/** `npm run keys -- FOLDER`: makes the keys of a production installation; existing ones stay. */
const folder = process.argv[2];
if (folder === undefined) {
  writeSync(2, 'Say where the keys should stand: npm run keys -- FOLDER\n');
  process.exitCode = 1;
} else {
  createKeys(resolve(folder));
  writeSync(
    1,
    `Keys are in ${resolve(folder)}; seal key id ${readKeys(resolve(folder)).seal.keyId}. Keep a copy apart from the backups of the database.\n`,
  );
}
