import { sql } from 'kysely';
import type { PipelineMark } from '#domain/forecast/submission.ts';
import type { Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import type { PortalTransaction } from './portal-store.ts';

export interface StoredSubmission {
  readonly scope: Scope;
  readonly revision: number;
  /** Minor units of the base currency. */
  readonly value: bigint;
  readonly commit: bigint;
  readonly best: bigint;
  readonly pipeline: bigint;
  readonly comment: string;
  /** What was calculated then. */
  readonly calculated: PipelineMark & { readonly expected: bigint };
  readonly submittedBy: bigint;
  readonly submittedAt: Date;
}

/** The last submission of each scope for a month. */
export async function listSubmissions(tx: PortalTransaction, month: Month): Promise<StoredSubmission[]> {
  const rows = await select(tx, month).distinctOn('scope').orderBy('scope').orderBy('revision', 'desc').execute();
  return rows.map(toSubmission);
}

/** Everything that was said of a scope for a month, the newest first. */
export async function listSubmissionHistory(tx: PortalTransaction, month: Month, scope: Scope): Promise<StoredSubmission[]> {
  const rows = await select(tx, month).where('scope', '=', scope).orderBy('revision', 'desc').execute();
  return rows.map(toSubmission);
}

const lockSpace = 7_048;

/** Who reads the last revision of a scope and adds the next one, does so alone in the portal until the transaction ends. */
export async function lockSubmissions(tx: PortalTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
}

export async function addSubmission(tx: PortalTransaction, month: Month, of: StoredSubmission): Promise<void> {
  const { scope, revision, value, comment, calculated } = of;
  await tx.db
    .insertInto('forecast_submission')
    .values({
      ...{ portal_id: tx.portalId, month, scope, revision, value, comment },
      ...{ commit_value: of.commit, best_value: of.best, pipeline_value: of.pipeline },
      ...{ calculated_expected: calculated.expected, calculated_fact: calculated.fact, calculated_commit: calculated.commit },
      ...{ calculated_best: calculated.best, calculated_pipeline: calculated.pipeline },
      ...{ submitted_by: of.submittedBy, submitted_at: of.submittedAt },
    })
    .execute();
}

function select(tx: PortalTransaction, month: Month) {
  return tx.db.selectFrom('forecast_submission').selectAll().where('portal_id', '=', tx.portalId).where('month', '=', month);
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function toSubmission(row: Row): StoredSubmission {
  return {
    scope: row.scope,
    revision: row.revision,
    value: row.value,
    commit: row.commit_value,
    best: row.best_value,
    pipeline: row.pipeline_value,
    comment: row.comment,
    calculated: {
      expected: row.calculated_expected,
      fact: row.calculated_fact,
      commit: row.calculated_commit,
      best: row.calculated_best,
      pipeline: row.calculated_pipeline,
    },
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
  };
}
