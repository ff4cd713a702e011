import { writeDtoValue, type Dto, type RelatedObject } from './dto.ts';
import { unknownField, V3Error } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';

interface SelectOptions {
  /** Fields of an answer to a request without `select`. */
  readonly usual: readonly string[];
  /** Most objects leave out own fields they do not have; nodes of the company structure refuse them. */
  readonly unknownFields?: 'omit' | 'refuse';
}

export type WriteItem<Row> = (row: Row, call: V3Call) => Record<string, unknown>;

/** Reads `select`: own fields by name, fields of related objects after a dot. */
export function parseSelect<Row>(raw: unknown, dto: Dto<Row>, { usual, unknownFields = 'omit' }: SelectOptions): WriteItem<Row> {
  const names = readNames(raw, usual);
  const fields = dto.fields.filter((field) => names.includes(field.name));
  const related = new Map<RelatedObject<Row>, string[]>();
  for (const name of names) {
    const [head = '', ...tail] = name.split('.');
    const relation = dto.related.find((candidate) => candidate.name === head);
    if (relation) related.set(relation, [...(related.get(relation) ?? []), ...readTail(relation, tail)]);
    else if (tail.length > 0 || (unknownFields === 'refuse' && !dto.fields.some((field) => field.name === name))) {
      throw unknownField(head, dto.entity);
    }
  }
  return (row, call) => ({
    ...Object.fromEntries(fields.map((field) => [field.name, writeDtoValue(field, row, call)])),
    ...Object.fromEntries([...related].map(([relation, wanted]) => [relation.name, pick(relation.read(row, call), wanted)])),
  });
}

function readNames(raw: unknown, usual: readonly string[]): readonly string[] {
  if (raw === undefined || raw === null) return usual;
  if (!Array.isArray(raw) || raw.some((name) => typeof name !== 'string')) {
    throw new V3Error('INVALIDSELECTEXCEPTION', `Unable to recognize select expression \`${JSON.stringify(raw)}\``);
  }
  return raw.length === 0 ? usual : raw.map(String);
}

/** The object's name alone is all of its fields. */
function readTail<Row>(relation: RelatedObject<Row>, tail: readonly string[]): readonly string[] {
  if (tail.length === 0) return relation.fields;
  const name = tail.join('.');
  if (!relation.fields.includes(name)) throw unknownField(name, relation.entity);
  return [name];
}

function pick(found: Readonly<Record<string, unknown>> | null, wanted: readonly string[]): Record<string, unknown> | null {
  return found && Object.fromEntries(wanted.map((name) => [name, found[name] ?? null]));
}
