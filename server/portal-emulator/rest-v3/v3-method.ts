import type { DtoDescription } from './dto.ts';
import type { V3Call } from './v3-call.ts';

/** A parameter whose presence and type are looked at before the method runs. */
export interface V3Parameter {
  readonly name: string;
  readonly type: 'int' | 'string' | 'array' | 'object';
  readonly isRequired?: boolean;
}

export interface V3Method {
  /** Permission the token needs; any of the list is enough, an empty list asks for none. */
  readonly scopes: readonly string[];
  readonly title: string;
  readonly parameters: readonly V3Parameter[];
  /** What `result` holds, for the OpenAPI document: one object, a list, `true`, a map; `document` is no `result` but the whole body. */
  readonly answers: 'item' | 'items' | 'done' | 'map' | 'document';
  readonly dto?: DtoDescription;
  /** Changes the portal, so that an `Idempotency-Key` counts. */
  readonly isWriting?: boolean;
  answer(call: V3Call): unknown;
}

/** By full name in lower case. */
export type V3Methods = Readonly<Record<string, V3Method>>;
