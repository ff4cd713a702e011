import type { DtoDescription, DtoType } from './dto.ts';
import type { V3Method, V3Parameter } from './v3-method.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The OpenAPI document of exactly these methods. */
export function describeApi(methods: ReadonlyMap<string, V3Method>): Schema {
  const modules = [...new Set([...methods.keys()].map(moduleOf))];
  const dtos = new Map<string, DtoDescription>();
  for (const { dto } of methods.values()) {
    // A list may tell less of an object than the method that gets it.
    if (dto && dto.fields.length > (dtos.get(dto.entity)?.fields.length ?? 0)) dtos.set(dto.entity, dto);
  }
  const related = [...dtos.values()].flatMap((dto) => dto.related);
  return {
    openapi: '3.0.0',
    info: { title: 'Bitrix24 REST V3 API', version: '1.0.0' },
    tags: modules.map((name) => ({ name, description: `${name} module methods` })),
    paths: { ...Object.fromEntries([...methods].map(([name, method]) => [`/${name}`, describePath(name, method)])), '/batch': batchPath },
    components: {
      schemas: {
        ...Object.fromEntries(
          related.map(({ entity, fields }) => [entity, object(Object.fromEntries(fields.map((field) => [field, {}])))]),
        ),
        ...Object.fromEntries([...dtos].map(([name, dto]) => [name, describeDto(dto)])),
        Error: errorSchema,
      },
    },
  };
}

const errorSchema: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        validation: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } } },
      },
    },
  },
};

const errorAnswer: Schema = { description: 'Refusal', content: json({ $ref: '#/components/schemas/Error' }) };

const batchPath: Schema = {
  post: {
    tags: ['batch'],
    summary: 'Several calls in one',
    requestBody: {
      content: json({
        type: 'array',
        maxItems: 50,
        items: {
          type: 'object',
          required: ['method'],
          properties: { method: { type: 'string' }, query: { type: 'object' }, as: { type: 'string' } },
        },
      }),
    },
    responses: {
      200: { description: 'Answers in order', content: json(object({ result: { type: 'array', items: {} } })) },
      400: errorAnswer,
    },
  },
};

function describePath(name: string, method: V3Method): Schema {
  const required = method.parameters.filter(({ isRequired }) => isRequired === true).map((parameter) => parameter.name);
  const body = {
    ...object(Object.fromEntries(method.parameters.map((parameter) => [parameter.name, describeParameter(parameter)]))),
    ...(required.length === 0 ? {} : { required }),
  };
  const operation = {
    tags: [moduleOf(name)],
    summary: method.title,
    ...(method.parameters.length === 0 ? {} : { requestBody: { required: required.length > 0, content: json(body) } }),
    responses: { 200: { description: 'Success', content: json(describeAnswer(method)) }, 400: errorAnswer },
  };
  return method.parameters.length === 0 ? { get: operation, post: operation } : { post: operation };
}

function describeAnswer({ answers, dto }: V3Method): Schema {
  const row: Schema = dto ? { $ref: `#/components/schemas/${dto.entity}` } : { type: 'object' };
  switch (answers) {
    case 'item':
      return object({ result: object({ item: row }) });
    case 'items':
      return object({ result: object({ items: { type: 'array', items: row } }) });
    case 'done':
      return object({ result: object({ result: { type: 'boolean' } }) });
    case 'map':
      return object({ result: { type: 'object' } });
    case 'document':
      return { type: 'object' };
  }
}

function describeDto(dto: DtoDescription): Schema {
  const fields = dto.fields.map(({ name, type }) => [name, { ...describeType(type), nullable: true }] as const);
  const related = dto.related.map(({ name, entity }) => [name, { $ref: `#/components/schemas/${entity}` }] as const);
  return object(Object.fromEntries([...fields, ...related]));
}

function describeParameter({ type }: V3Parameter): Schema {
  return describeType(type);
}

function describeType(type: DtoType): Schema {
  switch (type) {
    case 'int':
      return { type: 'integer' };
    case 'bool':
      return { type: 'boolean' };
    case 'DateTime':
      return { type: 'string', format: 'date-time' };
    case 'array':
      return { type: 'array', items: {} };
    default:
      return { type };
  }
}

function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties };
}

function json(schema: Schema): Schema {
  return { 'application/json': { schema } };
}

function moduleOf(name: string): string {
  return name.split('.')[0] ?? name;
}
