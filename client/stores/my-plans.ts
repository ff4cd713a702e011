import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { ApiError } from '#api/api-error.ts';
import { callEndpoint } from '#api/call-endpoint.ts';
import type { AcknowledgementState } from '#contract/acknowledgement-state.ts';
import {
  getSheet,
  listMyPlans,
  openSheet,
  signSheet,
  type Breakdown,
  type Decision,
  type MyPlans,
  type PlanSheet,
} from '#contract/acknowledgement.ts';
import { getEvidencePackage } from '#contract/evidence.ts';
import type { Language } from '#contract/wire.ts';
import { listSheetClients, readSheet, saveBreakdown, writeAboutSheet } from '#contract/sheet-acts.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';
import { useSession } from './session.ts';
import { wantedSheet } from './wanted-sheet.ts';

type SheetLine = MyPlans['sheets'][number];

interface SheetPath {
  month: string;
  version: number;
  userId: string;
}

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
  const portal = usePortal();
  const sheets = shallowRef<SheetLine[] | null>(null);
  const sheet = shallowRef<PlanSheet | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const signFailure = shallowRef<Failure | null>(null);
  const isSigning = ref(false);
  const isPacking = ref(false);
  /** Companies of the viewer's deals with the titles that the viewer may see. */
  const companies = shallowRef<{ companyId: string; title: string }[] | null>(null);
  let challenge: Challenge | null = null;
  let reading: Promise<boolean> | null = null;

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

  /** Records that the end of the sheet was on the screen: acquaintance, once. */
  async function read(): Promise<void> {
    const current = sheet.value;
    if (current === null || current.readAt !== null || !current.canSign) return;
    await (reading ??= act((path) => callEndpoint(readSheet, path)).finally(() => (reading = null)));
  }

  /** A question of the person; true when it was written down. */
  function write(text: string): Promise<boolean> {
    return act((path) => callEndpoint(writeAboutSheet, { ...path, text }));
  }

  /** True when the spread target was kept. */
  function spread(breakdown: Breakdown): Promise<boolean> {
    return act((path) => callEndpoint(saveBreakdown, { ...path, ...breakdown }));
  }

  /** Once, when the viewer wants to choose; without an answer of the portal there are only groups to choose from. */
  async function loadCompanies(): Promise<void> {
    const current = sheet.value;
    if (current === null || companies.value !== null) return;
    companies.value = [];
    try {
      const { companies: found } = await callEndpoint(listSheetClients, pathOf(current));
      const titles = await (
        await portal.frame()
      ).loadTitles(
        'company',
        found.map(({ companyId }) => companyId),
      );
      companies.value = found.flatMap(({ companyId }) => {
        const title = titles.get(companyId);
        return title === undefined ? [] : [{ companyId, title }];
      });
    } catch (error) {
      toFailure(error);
    }
  }

  /** One act on the sheet that answers with the sheet as it is after it. */
  async function act(call: (path: SheetPath) => Promise<PlanSheet>): Promise<boolean> {
    const current = sheet.value;
    if (current === null) return false;
    return attempt(async () => {
      const next = await call(pathOf(current));
      if (sheet.value?.planHash === next.planHash) sheet.value = next;
      sheets.value = withState(sheets.value, current, next.state);
    });
  }

  /** True when the decision was recorded; a repeated press with the same challenge brings the same receipt. */
  async function sign(decision: Decision, text: string, pin: string | null = null): Promise<boolean> {
    const current = sheet.value;
    if (current === null || isSigning.value) return false;
    isSigning.value = true;
    signFailure.value = null;
    try {
      challenge ??= await callEndpoint(openSheet, pathOf(current));
      const { challengeId } = challenge;
      const asked = { ...pathOf(current), challengeId, planHash: current.planHash, decision, text };
      const receipt = await callEndpoint(signSheet, pin === null ? asked : { ...asked, pin });
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
    let next = await callEndpoint(getSheet, { month, version, userId });
    if (next.canSign && next.openedAt === null) {
      await callEndpoint(openSheet, pathOf(next));
      next = await callEndpoint(getSheet, pathOf(next));
      sheets.value = withState(sheets.value, next, next.state);
    }
    if (next.planHash !== sheet.value?.planHash) challenge = null;
    sheet.value = next;
  }

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      failure.value = null;
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    }
  }

  return {
    sheets,
    sheet,
    failure,
    signFailure,
    isSigning,
    isPacking,
    companies,
    load,
    show,
    refresh,
    read,
    write,
    spread,
    loadCompanies,
    sign,
    pack,
  };
});

function toShow(sheets: readonly SheetLine[]): SheetLine | null {
  return sheets.find((line) => isWaiting(line.state)) ?? sheets[0] ?? null;
}

function pathOf(sheet: PlanSheet): SheetPath {
  return { month: sheet.month, version: sheet.version, userId: sheet.userId };
}

function withState(lines: SheetLine[] | null, sheet: PlanSheet, state: AcknowledgementState): SheetLine[] | null {
  return lines?.map((line) => (line.month === sheet.month && line.version === sheet.version ? { ...line, state } : line)) ?? null;
}
