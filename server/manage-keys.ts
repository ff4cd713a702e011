import { existsSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renewSecrets, type Renewed } from '#jobs/renew-secrets.ts';
import { keyIdInForce } from '#ledger/key-in-force.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { findLastEntry, listLedgerEntries } from '#store/ledger.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { listSealingKeys } from '#store/sealed-rows.ts';
import { createSecretText } from '#store/secret-text.ts';
import { readConfig } from './config.ts';
import { createKeys, readKeys, readSealVerifiers, type Keys } from './keys.ts';
import { retireKeys, rotateKeyFile, type RotatedKind } from './rotate-keys.ts';

const usage = `Usage:
  npm run keys -- FOLDER                            makes the keys that are not there yet
  npm run keys -- rotate tokens|sessions|seal FOLDER   a new key; what was sealed with the earlier one is brought under it
  npm run keys -- retire FOLDER                     removes earlier keys that nothing refers to any more`;

const kinds: Readonly<Record<string, RotatedKind>> = { tokens: 'secretText', sessions: 'session', seal: 'seal' };
const print = (text: string): void => void writeSync(1, `${text}\n`);

try {
  await run(process.argv.slice(2));
} catch (failure) {
  writeSync(2, `${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
}

async function run(args: readonly string[]): Promise<void> {
  const [first, second, third] = args;
  if (first === 'rotate' && second !== undefined && third !== undefined) return rotate(second, resolve(third));
  if (first === 'retire' && second !== undefined) return retire(resolve(second));
  if (first === undefined || first === 'rotate' || first === 'retire' || second !== undefined) throw new Error(usage);
  const folder = resolve(first);
  createKeys(folder);
  print(`Keys are in ${folder}; seal key id ${readKeys(folder).seal.current().keyId}. Keep a copy apart from the backups of the database.`);
}

/** An earlier rotation that was broken off is brought to its end instead of beginning another. */
async function rotate(word: string, folder: string): Promise<void> {
  const kind = kinds[word];
  if (kind === undefined) throw new Error(usage);
  const isPending = readKeys(folder)[kind].all().length > 1 && kind !== 'session';
  if (isPending) print('An earlier key is still there: its rotation goes on.');
  else {
    const { from, to } = rotateKeyFile(folder, kind, { nowMs: Date.now() });
    print(`The new key is ${to}; the earlier one, ${from}, is kept.`);
  }
  if (kind === 'session') return print('Sessions of the earlier key go on until they end; retire it after 15 minutes.');
  const store = await openOwnStore();
  if (store === null) return print('A running service takes the new key and brings everything under it within some minutes.');
  try {
    await renewAll(store, readKeys(folder));
  } finally {
    await store.close();
  }
}

async function renewAll(store: Store, keys: Keys): Promise<void> {
  const deps = { secretText: createSecretText(keys.secretText), sealKeys: keys.seal, businessClock: () => new Date() };
  const renewed: Renewed[] = [];
  for (const portalId of await store.directory.listPortalIds()) {
    renewed.push(await renewSecrets(deps, store.forPortal(portalId)));
    if (renewed.length % 10 === 0) print(`${renewed.length} portals are done`);
  }
  const tokens = renewed.reduce((sum, one) => sum + one.tokens, 0);
  print(
    `Sealed anew: tokens of ${tokens} administrators; ledgers under the new seal key: ${renewed.filter((one) => one.isLedgerRotated).length}.`,
  );
}

async function retire(folder: string): Promise<void> {
  const keys = readKeys(folder);
  const store = await openOwnStore();
  if (store === null) throw new Error('Stop the service first: what refers to the earlier keys can only be counted in its data');
  try {
    const referred = await listReferred(store, keys, folder);
    const { retired, kept } = retireKeys(folder, { nowMs: Date.now(), isReferred: (kind, keyId) => referred[kind].has(keyId) });
    print(`Removed: ${retired.join(', ') || 'nothing'}. Still in use: ${kept.join(', ') || 'nothing'}.`);
  } finally {
    await store.close();
  }
}

/** Every ledger is verified before the private half of a key that sealed it goes. */
async function listReferred(store: Store, keys: Keys, folder: string): Promise<Record<RotatedKind, Set<string>>> {
  const referred = { session: new Set<string>(), secretText: new Set<string>(), seal: new Set<string>() };
  for (const portalId of await store.directory.listPortalIds()) {
    await store.forPortal(portalId).transaction(async (tx) => {
      const sealing = await listSealingKeys(tx);
      // A text that names no key may be of any of them.
      if (sealing.delete('')) for (const { keyId } of keys.secretText.all()) sealing.add(keyId);
      for (const keyId of sealing) referred.secretText.add(keyId);
      const inForce = keyIdInForce(await findLastEntry(tx));
      if (inForce !== undefined) referred.seal.add(inForce);
      const verdict = verifyChain(await listWholeLedger((after) => listLedgerEntries(tx, after)), [
        ...keys.seal.all(),
        ...readSealVerifiers(folder),
      ]);
      if (verdict.kind === 'broken')
        throw new Error(`The ledger of portal ${portalId} breaks at entry ${verdict.sequence}: ${verdict.reason}`);
    });
  }
  return referred;
}

async function listWholeLedger<Entry extends { readonly sequence: bigint }>(next: (after: bigint) => Promise<Entry[]>): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const page = await next(all.at(-1)?.sequence ?? 0n);
    all.push(...page);
    if (page.length === 0) return all;
  }
}

/** The store of the settings in force; null when a running service holds it or there is none yet. */
async function openOwnStore(): Promise<Store | null> {
  const config = readConfig(process.env, []);
  if (config.databaseUrl !== null) return openStore(config);
  if (!existsSync(join(config.dataDir, 'store'))) return null;
  try {
    return await openStore(config);
  } catch (failure) {
    print(failure instanceof Error ? failure.message : String(failure));
    return null;
  }
}
