import type { Generated } from 'kysely';
import type { Json } from './portal-tables.ts';

/** Which sheet a row is about. */
interface OfSheet {
  portal_id: bigint;
  plan_id: string;
  version: number;
  user_id: bigint;
}

export interface SheetReadTable extends OfSheet {
  read_at: Date;
  sequence: bigint;
}

export interface SheetNoticeTable extends OfSheet {
  outbox_id: string;
  kind: 'issued' | 'reminder' | 'escalation';
  receiver_id: bigint;
  notice_id: string | null;
  sent_at: Date;
}

export interface SheetMessageTable extends OfSheet {
  message_id: string;
  author_id: bigint;
  text: string;
  written_at: Date;
}

export interface SheetBreakdownTable extends OfSheet {
  breakdown: string;
  breakdown_hash: string;
  saved_at: Date;
}

export interface ObjectionAnswerTable extends OfSheet {
  author_id: bigint;
  text: string;
  answered_at: Date;
  sequence: bigint;
}

export interface PaperAcknowledgementTable extends OfSheet {
  recorded_by: bigint;
  scan_hash: string;
  witnesses: Json<unknown>;
  witnesses_salt: string;
  recorded_at: Date;
  sequence: bigint;
}

export interface SheetOverdueTable extends OfSheet {
  noted_at: Date;
  sequence: bigint;
}

export interface SigningPinTable {
  portal_id: bigint;
  user_id: bigint;
  salt: string;
  hash: string;
  cost: number;
  set_at: Date;
  wrong_tries: number;
  locked_until: Date | null;
  reset_at: Generated<Date | null>;
}

/** What opens the texts of one person. */
interface SubjectKeyTable {
  portal_id: bigint;
  user_id: bigint;
  key_id: string;
  sealed_key: string;
  created_at: Date;
}

export interface ErasureTable {
  portal_id: bigint;
  sequence: bigint;
  user_id: bigint;
  basis: 'request' | 'term' | 'other';
  reference: string;
  kept_until: string | null;
  is_early: boolean;
  erased_by: bigint;
  erased_at: Date;
}

/** What goes with the person, and that it went. */
export interface SubjectTables {
  signing_pin: SigningPinTable;
  subject_key: SubjectKeyTable;
  erasure: ErasureTable;
}

export interface AgreementAcceptanceTable {
  portal_id: bigint;
  user_id: bigint;
  version: number;
  text_hash: string;
  accepted_at: Date;
  sequence: bigint;
}
