import { isRecord, parseNested, type Parameters } from './nested-parameters.ts';
import { RestError } from './rest-error.ts';

/** Query and body together, the body winning; JSON, form and multipart are read. */
export async function readRequestParameters(request: Request): Promise<Parameters> {
  const query = parseNested(new URL(request.url).searchParams);
  if (request.method === 'GET' || request.method === 'HEAD') return query;
  return { ...query, ...(await readBody(request)) };
}

async function readBody(request: Request): Promise<Parameters> {
  const type = request.headers.get('content-type') ?? '';
  if (type.includes('multipart/form-data')) {
    const form = await request.formData();
    return parseNested([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])));
  }
  const text = await request.text();
  if (text.trim() === '') return {};
  if (type.includes('json')) return readJson(text);
  return parseNested(new URLSearchParams(text));
}

function readJson(text: string): Parameters {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    throw new RestError('INVALID_REQUEST', 'Request body is not valid JSON.');
  }
  throw new RestError('INVALID_REQUEST', 'Request body must be a JSON object.');
}
