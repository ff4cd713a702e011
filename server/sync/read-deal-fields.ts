import { dealFieldsById, dealsWithFields, readDealFields, type DealFieldsRow } from '#bitrix/crm/deal-fields.ts';
import { readPages } from '#bitrix/pages.ts';
import { readRows } from '#bitrix/read-rows.ts';
import type { MarkedRecord } from '#store/dirty-records.ts';
import {
  beginOwnDimensions,
  endOwnDimensions,
  listChosenDimensions,
  saveDealValues,
  type DealValue,
  type OwnDimension,
} from '#store/own-dimensions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import type { Lane } from './lane.ts';
import type { Piece } from './piece.ts';
import { isNotGranted } from './run-stream.ts';
import { compareAsked, settleHints } from './settle-hints.ts';

const entity = 'deal-fields';
const pages = 10;

/** A field that was chosen since the last reading is read at once. */
export async function areDealFieldsAsked(tx: PortalTransaction): Promise<boolean> {
  return (await listChosenDimensions(tx)).some(({ readAt, isMissing }) => readAt === null && !isMissing);
}

/** The next five hundred deals with the fields that plans are divided by; a reading goes to its end with the fields it began with. */
export async function readDealFieldsPiece(lane: Lane, position: bigint): Promise<Piece> {
  const chosen = await lane.read(listChosenDimensions);
  const isBeginning = position === 0n;
  const known = isBeginning && chosen.length > 0 ? await readDealFields(lane.client, fieldsOf(chosen)) : [];
  const asked = isBeginning ? known : readable(chosen);
  const begin = async (tx: PortalTransaction): Promise<void> => {
    if (isBeginning) await beginOwnDimensions(tx, fieldsOf(chosen), known);
  };
  if (asked.length === 0) return { rows: 0, position: 0n, isLast: true, save: (tx) => begin(tx).then(() => 0) };
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, dealsWithFields(asked), position, pages);
  const isOver = isLast || lastId === null;
  return {
    rows: rows.length,
    position: isOver ? 0n : lastId,
    isLast: isOver,
    save: async (tx) => {
      const now = lane.businessClock();
      await begin(tx);
      await saveRejections(tx, entity, { settledKeys: rows.map(({ id }) => String(id)), rejected, now });
      // A deal that cannot be read is not gone.
      const stretch = rejected.length > 0 ? null : { after: position, through: isOver ? null : lastId };
      const saved = await saveDealValues(tx, { fields: fieldsOf(asked), ...toValues(rows), stretch });
      return saved + (isOver ? await endOwnDimensions(tx, fieldsOf(asked), now) : 0);
    },
  };
}

/** Fields of deals that were read again. */
export const dealFieldHints = {
  hint: entity,
  readHinted: async (lane: Lane, records: readonly MarkedRecord[]): Promise<void> => {
    const asked = readable(await lane.read(listChosenDimensions));
    const ids = records.map(({ recordId }) => recordId);
    const read = asked.length === 0 ? null : await readWhereGiven(lane, asked, ids);
    await lane.commit(async (tx) => {
      let facts = 0;
      if (read !== null) {
        const { gone, outcome } = compareAsked(ids, read, ({ id }) => id);
        await saveRejections(tx, entity, { ...outcome, now: lane.businessClock() });
        const { dealIds, values } = toValues(read.rows);
        facts = await saveDealValues(tx, { fields: fieldsOf(asked), dealIds: [...dealIds, ...gone], values, stretch: null });
      }
      await settleHints(lane, tx, entity, records);
      return { facts, progress: false };
    });
  },
} as const;

interface Readable {
  readonly field: string;
  readonly isList: boolean;
}

/** What the portal was seen to have: what it does not know it leaves out of its answers without a word. */
function readable(chosen: readonly OwnDimension[]): Readable[] {
  return chosen.flatMap(({ field, isList, isBegun, readAt }) =>
    isList !== null && (isBegun || readAt !== null) ? [{ field, isList }] : [],
  );
}

const fieldsOf = (of: readonly { readonly field: string }[]): string[] => of.map(({ field }) => field);

function toValues(rows: readonly DealFieldsRow[]): { dealIds: bigint[]; values: DealValue[] } {
  return {
    dealIds: rows.map(({ id }) => id),
    values: rows.flatMap(({ id, values }) => [...values].map(([field, value]) => ({ deal_id: id, field, value }))),
  };
}

async function readWhereGiven(lane: Lane, asked: readonly Readable[], ids: readonly bigint[]) {
  try {
    const [found] = await lane.client.batch([dealFieldsById(asked, ids)]);
    return readRows(dealsWithFields(asked), found);
  } catch (failure) {
    if (isNotGranted(failure)) return null;
    throw failure;
  }
}
