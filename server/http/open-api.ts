import { z } from 'zod';
import { isUpload, type Endpoint } from '#contract/endpoint.ts';
import { endpoints } from '#contract/endpoints.ts';

/** The API as an OpenAPI 3.1 document, made from the endpoints themselves. */
export function writeOpenApi(build: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: writeOperation(operationId, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kurs', version: build },
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ session: [] }],
    paths,
  };
}

function writeOperation(operationId: string, endpoint: Endpoint): Record<string, unknown> {
  const schema = z.toJSONSchema(endpoint.request, { io: 'input', unrepresentable: 'any' });
  const properties = Object.entries(schema.properties ?? {});
  const inPath = new Set([...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
  const hasBody = (endpoint.method === 'POST' || endpoint.method === 'PUT') && !isUpload(endpoint);
  const parameters = properties
    .filter(([name]) => inPath.has(name) || !hasBody)
    .map(([name, type]) => ({
      name,
      in: inPath.has(name) ? 'path' : 'query',
      required: schema.required?.includes(name) ?? false,
      schema: type,
    }));
  const body = Object.fromEntries(properties.filter(([name]) => hasBody && !inPath.has(name)));
  return {
    operationId,
    summary: endpoint.summary,
    parameters,
    ...(isUpload(endpoint) ? { requestBody: { required: true, content: fileOf(endpoint.body?.mediaType) } } : {}),
    ...(Object.keys(body).length === 0
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: body } } } } }),
    responses: {
      200: {
        description: 'Done',
        content:
          endpoint.answerType === undefined
            ? { 'application/json': { schema: z.toJSONSchema(endpoint.response, { unrepresentable: 'any' }) } }
            : fileOf(endpoint.answerType),
      },
      default: { description: 'An error with its code' },
    },
  };
}

const fileOf = (type = 'application/octet-stream') => ({ [type]: { schema: { type: 'string', format: 'binary' } } });
