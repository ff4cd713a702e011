import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '#contract/endpoints.ts';
import { workbookType } from '#contract/plan-workbook.ts';
import { ErrorCode } from '#contract/errors.ts';
import { errorTexts } from '#texts/errors.ts';
import { createErrorReply } from '#http/error-reply.ts';
import { AppError } from '#kernel/errors.ts';
import { createLog } from '#kernel/log.ts';
import { startTestService, testBuild, type TestService } from '#support/installed-portal.ts';
import express from 'express';
import type { AddressInfo } from 'node:net';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ portals: 0 });
});
afterAll(() => service.stop());

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { name: string; in: string; required: boolean }[];
  readonly requestBody?: { content: Record<string, { schema: { properties: Record<string, unknown> } }> };
  readonly responses: Record<string, { content?: Record<string, { schema: { type?: string } }> }>;
}
interface Document {
  readonly openapi: string;
  readonly info: { version: string };
  readonly paths: Record<string, Record<string, Operation>>;
}

async function readDocument(): Promise<Document> {
  const response = await fetch(`${service.appUrl}/api/openapi.json`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  return JSON.parse(await response.text()) as Document;
}

/** Answers that are no JSON; minutes are a document or a print, as they are asked for. */
const files = new Map([
  ['/api/plans/workbook', workbookType],
  ['/api/reviews/{reviewId}/minutes', 'application/octet-stream'],
]);

describe('the OpenAPI document', () => {
  it('lists every endpoint once, under its own name, and nothing else', async () => {
    const document = await readDocument();
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => `${operation.operationId} ${method} ${path}`),
    );
    expect(operations.sort()).toEqual(
      Object.entries(endpoints)
        .map(([name, endpoint]) => `${name} ${endpoint.method.toLowerCase()} ${endpoint.path.replace(/:(\w+)/g, '{$1}')}`)
        .sort(),
    );
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toBe(testBuild);
  });

  it('describes every part of a path, every answer and a summary', async () => {
    const document = await readDocument();
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
      for (const operation of Object.values(methods)) {
        expect(operation.summary, path).not.toBe('');
        const described = operation.parameters.filter((parameter) => parameter.in === 'path');
        expect(described.map((parameter) => parameter.name).sort(), path).toEqual(inPath);
        expect(
          described.every((parameter) => parameter.required),
          path,
        ).toBe(true);
        const answer = Object.entries(operation.responses['200']?.content ?? {}).map(
          ([type, { schema }]) => `${type} ${schema.type ?? ''}`,
        );
        const file = path.endsWith('/package') ? 'application/zip' : (files.get(path) ?? null);
        expect(answer, path).toEqual([file === null ? 'application/json object' : `${file} string`]);
      }
    }
  });

  it('puts the rest of a request into the query of a reading and the body of a change', async () => {
    const { paths } = await readDocument();
    const drillDown = paths['/api/drill-down']?.['get'];
    expect(drillDown?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`).sort()).toEqual([
      'query limit',
      'query measure',
      'query month',
      'query offset',
      'query scope',
    ]);
    expect(drillDown?.requestBody).toBeUndefined();
    const sign = paths['/api/sheets/{month}/{version}/{userId}/sign']?.['post'];
    expect(Object.keys(sign?.requestBody?.content['application/json']?.schema.properties ?? {}).sort()).toEqual([
      'challengeId',
      'decision',
      'pin',
      'planHash',
      'text',
    ]);
    const check = paths['/api/plans/workbook/check']?.['post'];
    expect(check?.requestBody?.content).toEqual({ [workbookType]: { schema: { type: 'string', format: 'binary' } } });
  });
});

describe('every error code', () => {
  it.each(ErrorCode.options)('«%s» has a status of its own meaning and a text in both languages', async (code) => {
    const app = express();
    app.get('/', () => {
      throw new AppError(code, 'the inner reason');
    });
    app.use(createErrorReply(createLog({ level: 'silent' })));
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      for (const language of ['ru', 'en'] as const) {
        const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'accept-language': `${language}-XX` } });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(await response.json()).toEqual({ error: { code, message: errorTexts[code][language], requestId: expect.any(String) } });
        expect(errorTexts[code][language].length).toBeGreaterThan(10);
      }
      expect(errorTexts[code].ru).toMatch(/[а-яё]/i);
      expect(errorTexts[code].en).not.toMatch(/[а-яё]/i);
    } finally {
      await new Promise((resolve) => void server.close(resolve));
    }
  });

  it('keeps the inner reason of a failure to the log', async () => {
    const answer = await fetch(`${service.appUrl}/api/overview?month=2026-11`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('There is no session');
  });
});
