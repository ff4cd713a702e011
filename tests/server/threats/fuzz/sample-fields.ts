import { z } from 'zod';
import type { Endpoint } from '#contract/endpoint.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import type { Choice } from '../seeded-choice.ts';

type Shape = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly minimum?: number;
};

const { anna, boris, head } = smallPortalPeople;

/** Values that fit the patterns of the contract. */
const texts = [
  '2026-11',
  '2026-12',
  `person:${anna}`,
  'company',
  'department:2',
  String(anna),
  String(head),
  '6',
  '100.00',
  '01890a5d-ac96-774b-bcce-b302099a8057',
  'a'.repeat(64),
  'обычный текст',
];

/** A request that an endpoint would take, made of its own schema. */
export function sampleFields(endpoint: Endpoint, choice: Choice, memberIds: readonly string[]): Record<string, unknown> {
  const shape = z.toJSONSchema(endpoint.request, { io: 'input', unrepresentable: 'any' }) as Shape;
  const fields = Object.entries(shape.properties ?? {}).map(([name, inner]) => [name, sampleOf(inner, choice, name)]);
  const sample = Object.fromEntries(fields) as Record<string, unknown>;
  if ('memberId' in sample) sample['memberId'] = choice.oneOf(memberIds);
  return sample;
}

function sampleOf(shape: Shape, choice: Choice, name: string): unknown {
  if (shape.enum !== undefined) return choice.oneOf(shape.enum);
  if (shape.anyOf !== undefined) return sampleOf(choice.oneOf(shape.anyOf), choice, name);
  switch (shape.type) {
    case 'array':
      return shape.items === undefined ? [] : Array.from({ length: 1 + choice.below(3) }, () => sampleOf(shape.items ?? {}, choice, name));
    case 'object':
      return Object.fromEntries(Object.entries(shape.properties ?? {}).map(([inner, value]) => [inner, sampleOf(value, choice, inner)]));
    case 'integer':
    case 'number':
      return Math.max(shape.minimum ?? 0, choice.oneOf([0, 1, 2]));
    case 'null':
      return null;
    case 'boolean':
      return choice.isChosen(0.5);
    default:
      return sampleText(shape, choice, name);
  }
}

function sampleText({ pattern, format }: Shape, choice: Choice, name: string): string {
  if (name === 'userId') return String(choice.oneOf([anna, boris, head]));
  const fitting = texts.filter(
    (text) => (pattern === undefined || new RegExp(pattern, 'u').test(text)) && (format !== 'uuid' || text.length === 36),
  );
  return fitting.length === 0 ? '1' : choice.oneOf(fitting);
}
