import { sql, type Kysely } from 'kysely';
import { randomBytes, randomUUID } from 'node:crypto';
import { connectPglite, connectPostgres, type Connection } from '#store/connect.ts';
import { appendLedgerEntry, lockLedgerHead } from '#store/ledger.ts';
import { saveVersionDimensionLines } from '#store/dimension-lines.ts';
import { saveVersionConditions } from '#store/plan-conditions.ts';
import { saveSheet } from '#store/save-sheet.ts';
import { saveChallenge, saveSignature } from '#store/signatures.ts';
import { savePlanVersion, takePlan } from '#store/plans.ts';
import { createPortalStore, type PortalStore, type PortalTransaction } from '#store/portal-store.ts';
import { savePortal, type NewPortal } from '#store/portals.ts';
import { createSecretText } from '#store/secret-text.ts';
import type { Tables } from '#store/tables.ts';
import { noPrevious } from '#ledger/entry.ts';
import { sealNext } from '#ledger/next-entry.ts';
import { findTreeHead } from '#store/tree-heads.ts';
import { createTestDatabase } from '#support/test-database.ts';
import { fromTemplate, testEngine } from '#support/test-store.ts';
import { vectorKey } from '../ledger/written-chain.ts';

const secretText = createSecretText(randomBytes(32));

/** The same database through the eyes of three roles. */
export interface GuardedDatabase {
  portal(portalId: bigint): PortalStore;
  /** The application's role without a portal. */
  asApplication<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** The owner of the schema, looking at one portal. */
  asOwner<T>(portalId: bigint, work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** A superuser, whom row-level security does not bind. */
  asSuperuser<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openGuardedDatabase(): Promise<GuardedDatabase> {
  return testEngine() === 'pglite' ? openPglite() : openPostgres();
}

/** PGlite has one session of a superuser who owns the schema; the application's role is stepped down to. */
async function openPglite(): Promise<GuardedDatabase> {
  const connection = await fromTemplate(() => connectPglite(null));
  return {
    portal: (portalId) => createPortalStore(connection, portalId, { secretText }),
    asApplication: (work) =>
      connection.kysely.transaction().execute(async (db) => {
        await sql`set local role kurs_app`.execute(db);
        return work(db);
      }),
    asOwner: (portalId, work) => lookingAt(connection, portalId, work),
    asSuperuser: (work) => connection.kysely.transaction().execute(work),
    close: () => connection.close(),
  };
}

async function openPostgres(): Promise<GuardedDatabase> {
  const { databaseUrl, migrationDatabaseUrl, adminUrl } = await createTestDatabase();
  const application = await connectPostgres(databaseUrl, { maxConnections: 10 });
  const owner = await connectPostgres(migrationDatabaseUrl, { maxConnections: 1 });
  const superuser = await connectPostgres(adminUrl, { maxConnections: 1 });
  return {
    portal: (portalId) => createPortalStore(application, portalId, { secretText }),
    asApplication: (work) => application.kysely.transaction().execute(work),
    asOwner: (portalId, work) => lookingAt(owner, portalId, work),
    asSuperuser: (work) => superuser.kysely.transaction().execute(work),
    close: async () => void (await Promise.all([application.close(), owner.close(), superuser.close()])),
  };
}

function lookingAt<T>(connection: Connection, portalId: bigint, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  return connection.kysely.transaction().execute(async (db) => {
    await sql.raw(`set local app.portal_id = '${portalId}'`).execute(db);
    return work(db);
  });
}

export const day = new Date('2026-11-09T06:05:00.000Z');

export const snabservice: NewPortal = {
  memberId: 'a223c6b3710f85df22e9377d6c4f7553',
  title: 'Снабсервис',
  clientEndpoint: 'https://snab.bitrix24.ru/rest/',
  serverEndpoint: 'https://oauth.bitrix.info/rest/',
  origin: 'https://snab.bitrix24.ru',
  applicationTokenFingerprint: null,
  scopes: ['crm'],
  status: 'L',
  language: 'ru',
  timeZone: 'Europe/Moscow',
  baseCurrency: 'RUB',
  currencyDigits: 2,
  applicationVersion: 1,
  installedAt: day,
  installedBy: 1n,
};

/** Appends the next entry of a portal's ledger, as the endpoints do. */
export async function append(tx: PortalTransaction, body: Record<string, string | number>): Promise<bigint> {
  const head = await lockLedgerHead(tx, { entryHash: noPrevious, at: day });
  const frontier = (await findTreeHead(tx, head.sequence))?.frontier ?? [];
  const actor = { uid: '2', role: 'author', sid: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e77', level: 'L1' } as const;
  const act = { tenant: snabservice.memberId, type: 'plan.issued', actor, body, now: day } as const;
  const sealed = sealNext({ ...head, frontier }, act, vectorKey);
  await appendLedgerEntry(tx, { ...sealed, actorId: 2n });
  return sealed.sequence;
}

/** An installed portal with a plan of two versions, a sheet of each for person 6, and the second one signed. */
export async function fillPortal(
  store: PortalStore,
  memberId = snabservice.memberId,
): Promise<{ planId: string; challengeId: string; sequence: bigint }> {
  const challengeId = randomUUID();
  const planHash = 'a'.repeat(64);
  return store.transaction(async (tx) => {
    await savePortal(tx, { ...snabservice, memberId }, day);
    const { planId } = await takePlan(tx, '2026-12', { userId: 2n, now: day });
    for (const version of [1, 2]) {
      const lines = [
        { metric: 'revenue', scope: 'person:6', value: 4_600_000n },
        { metric: 'calls', scope: 'person:6', value: 20n },
      ] as const;
      await savePlanVersion(
        tx,
        { planId, version, publishedAt: day, publishedBy: 2n, reason: '', rationale: '', effectiveFrom: '2026-12-01' },
        lines,
      );
      await saveVersionConditions(tx, { planId, version }, [
        { scope: 'company', conditions: { vat: null, terms: [], weights: [], bands: [] } },
      ]);
      await saveVersionDimensionLines(tx, { planId, version }, [
        { metric: 'revenue', scope: 'person:6', key: 'brand=Makita', title: 'Makita', value: 100n },
      ]);
      await saveSheet(tx, { planId, version, userId: 6n, document: '{}', humanText: { text: 'План', salt: null }, planHash });
    }
    const challenge = { challengeId, sessionId: randomUUID(), userId: 6n, planId, version: 2, planHash, createdAt: day, expiresAt: day };
    await saveChallenge(tx, challenge);
    const sequence = await append(tx, { planId, version: 2 });
    await saveSignature(tx, {
      planId,
      version: 2,
      userId: 6n,
      decision: 'signed',
      text: null,
      circumstances: { text: '{}', salt: 'b'.repeat(32) },
      planHash,
      challengeId,
      sequence,
      signedAt: day,
      usedAt: day,
    });
    return { planId, challengeId, sequence };
  });
}
