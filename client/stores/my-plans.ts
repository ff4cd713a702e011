import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { ApiError } from '#api/api-error.ts';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getSheet,
  listMyPlans,
  openSheet,
  signSheet,
  type AcknowledgementState,
  type Decision,
  type MyPlans,
  type PlanSheet,
} from '#contract/acknowledgement.ts';
import { getEvidencePackage } from '#contract/evidence.ts';
import type { Language } from '#contract/wire.ts';
import { toFailure, type Failure } from './failure.ts';
import { useSession } from './session.ts';
import { wantedSheet } from './wanted-sheet.ts';

type SheetLine = MyPlans['sheets'][number];

interface Challenge {
  challengeId: string;
  planHash: string;
}

/** A file is made in a queue. */
const packingMs = 60_000;

const refusals: ReadonlySet<string> = new Set(['bad-request', 'conflict', 'not-found', 'forbidden']);

/** Sheets sent to the viewer, the one on the screen, and the decision on it. */
export const useMyPlans = defineStore('my-plans', () => {
  const session = useSession();
  const sheets = shallowRef<SheetLine[] | null>(null);
  const sheet = shallowRef<PlanSheet | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const signFailure = shallowRef<Failure | null>(null);
  const isSigning = ref(false);
  const isPacking = ref(false);
  let challenge: Challenge | null = null;
  let opening: Promise<void> | null = null;

  /** Shows the sheet that was asked for, or the newest one that waits, or the newest of all. */
  async function load(placementOptions: Readonly<Record<string, unknown>>): Promise<void> {
    await attempt(async () => {
      sheets.value = (await callEndpoint(listMyPlans, {})).sheets;
      const target = wantedSheet(placementOptions) ?? toShow(sheets.value);
      if (target !== null) await fetchSheet(target.month, target.version);
    });
  }

  async function show(month: string, version: number): Promise<void> {
    await attempt(() => fetchSheet(month, version));
  }

  /** After a change on the server: the list and the sheet on the screen, unless a decision is on its way. */
  async function refresh(): Promise<void> {
    const current = sheet.value;
    if (isSigning.value) return;
    await attempt(async () => {
      sheets.value = (await callEndpoint(listMyPlans, {})).sheets;
      const target = current ?? toShow(sheets.value);
      if (target !== null) await fetchSheet(target.month, target.version);
    });
  }

  /** Records that the sheet was read to its end and keeps the challenge for the decision. */
  async function open(): Promise<void> {
    const current = sheet.value;
    if (current === null || challenge !== null || !current.canSign) return;
    await (opening ??= record(current).finally(() => (opening = null)));
  }

  async function record(current: PlanSheet): Promise<void> {
    await attempt(async () => {
      challenge = await callEndpoint(openSheet, pathOf(current));
      sheet.value = await callEndpoint(getSheet, pathOf(current));
      sheets.value = withState(sheets.value, current, sheet.value.state);
    });
  }

  /** True when the decision was recorded; a repeated press with the same challenge brings the same receipt. */
  async function sign(decision: Decision, text: string): Promise<boolean> {
    const current = sheet.value;
    if (current === null || isSigning.value) return false;
    isSigning.value = true;
    signFailure.value = null;
    try {
      challenge ??= await callEndpoint(openSheet, pathOf(current));
      const { challengeId } = challenge;
      const receipt = await callEndpoint(signSheet, { ...pathOf(current), challengeId, planHash: current.planHash, decision, text });
      challenge = null;
      sheet.value = { ...current, receipt, state: decision, canSign: false };
      sheets.value = withState(sheets.value, current, decision);
      return true;
    } catch (error) {
      signFailure.value = toFailure(error);
      // After a broken connection the same challenge brings the same receipt; one that was refused is asked for anew.
      if (error instanceof ApiError && refusals.has(error.code)) challenge = null;
      return false;
    } finally {
      isSigning.value = false;
    }
  }

  /** Everything that proves the answer on the screen, as an archive; null when it did not come. */
  async function pack(language: Language): Promise<Uint8Array | null> {
    const current = sheet.value;
    if (current === null || isPacking.value) return null;
    isPacking.value = true;
    let bytes: Uint8Array | null = null;
    await attempt(async () => {
      bytes = await callEndpoint(getEvidencePackage, { ...pathOf(current), language }, { timeoutMs: packingMs });
    });
    isPacking.value = false;
    return bytes;
  }

  async function fetchSheet(month: string, version: number): Promise<void> {
    const userId = session.viewer?.userId;
    if (userId === undefined) throw new ApiError('session-expired', 'No viewer', null);
    const next = await callEndpoint(getSheet, { month, version, userId });
    if (next.planHash !== sheet.value?.planHash) challenge = null;
    sheet.value = next;
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  return { sheets, sheet, failure, signFailure, isSigning, isPacking, load, show, refresh, open, sign, pack };
});

function toShow(sheets: readonly SheetLine[]): SheetLine | null {
  return sheets.find((line) => line.state === 'sent' || line.state === 'opened') ?? sheets[0] ?? null;
}

function pathOf(sheet: PlanSheet): { month: string; version: number; userId: string } {
  return { month: sheet.month, version: sheet.version, userId: sheet.userId };
}

function withState(lines: SheetLine[] | null, sheet: PlanSheet, state: AcknowledgementState): SheetLine[] | null {
  return lines?.map((line) => (line.month === sheet.month && line.version === sheet.version ? { ...line, state } : line)) ?? null;
}
