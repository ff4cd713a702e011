import { describeApi } from './openapi.ts';
import type { V3Call } from './v3-call.ts';
import type { V3Method, V3Methods } from './v3-method.ts';

/** What REST 3.0 says of itself; the list is asked for late, for these methods stand in it too. */
export function createSelfDescription(listMethods: () => ReadonlyMap<string, V3Method>): V3Methods {
  const openApi: V3Method = {
    scopes: [],
    title: 'Documentation of the methods in the OpenAPI format',
    parameters: [],
    answers: 'document',
    answer: () => describeApi(listMethods()),
  };
  return {
    'rest.documentation.openapi': openApi,
    documentation: openApi,
    'rest.scope.list': {
      scopes: [],
      title: 'Methods by module and controller',
      answers: 'map',
      parameters: ['filterModule', 'filterController', 'filterMethod'].map((name) => ({ name, type: 'string' })),
      answer: (call) => listScopes(listMethods(), call),
    },
  };
}

/** module → controller → method → `{ scope, title, description, fields }`, the shape the vendor's PHP SDK reads; no page shows it. */
function listScopes(methods: ReadonlyMap<string, V3Method>, { parameters }: V3Call): unknown {
  const found: Record<string, Record<string, Record<string, unknown>>> = {};
  const isWanted = (filter: string, value: string): boolean => [undefined, null, value].includes(parameters[filter] as string | undefined);
  for (const [name, { title, dto }] of methods) {
    const parts = name.split('.');
    const [module = '', action = ''] = [parts[0], parts.at(-1)];
    const controller = parts.slice(1, -1).join('.');
    if (controller === '' || !isWanted('filterModule', module)) continue;
    if (!isWanted('filterController', controller) || !isWanted('filterMethod', action)) continue;
    const ofModule = (found[module] ??= {});
    const ofController = (ofModule[controller] ??= {});
    ofController[action] = { scope: name, title, description: title, fields: dto ? dto.fields.map((field) => field.name) : null };
  }
  return Object.keys(found).length === 0 ? [] : found;
}
