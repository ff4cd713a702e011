import { createHash } from 'node:crypto';
import type { Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { V3Error } from './v3-error.ts';

interface KeyedRequest {
  /** Caller, person and method: the key belongs to them. */
  readonly owner: string;
  readonly key: string;
  readonly parameters: Parameters;
}

interface KeyedAnswer {
  readonly result: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly isReplayed: boolean;
}

const keptForMs = 24 * 3600 * 1000;
const keyPattern = /^[\u0020-\u007e]{1,255}$/;

/** Runs the work under its `Idempotency-Key` once a day; a refusal is not kept. */
export function answerOnce(portal: Portal, request: KeyedRequest, work: () => unknown): KeyedAnswer {
  if (!keyPattern.test(request.key)) {
    throw new V3Error('INVALIDIDEMPOTENCYKEYEXCEPTION', 'Idempotency key must be 1 to 255 printable ASCII characters');
  }
  const { idempotentAnswers } = portal.state.records;
  const headers = { 'idempotency-key': request.key };
  const key = `${request.owner} ${request.key}`;
  const digest = createHash('sha256').update(JSON.stringify(request.parameters)).digest('hex');
  const keptSinceMs = Date.now() - keptForMs / (portal.options.pace?.timeScale ?? 1);
  const known = idempotentAnswers.rows.find((row) => row.key === key && row.atMs >= keptSinceMs);
  if (known) {
    if (known.request !== digest) {
      throw new V3Error('IDEMPOTENCYKEYREUSEDEXCEPTION', 'Idempotency key was already used with a different request body', 422);
    }
    return { result: JSON.parse(known.answer), headers: { ...headers, 'idempotent-replayed': 'true' }, isReplayed: true };
  }
  const result = work();
  const row = { id: idempotentAnswers.nextId(), key, request: digest, answer: JSON.stringify(result), atMs: Date.now() };
  portal.state.saveRecord('idempotentAnswers', row);
  return { result, headers, isReplayed: false };
}
