import { describe, expect, test } from 'vitest';
import { judgeAudit } from './advisories.ts';

const report = (severities: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(Object.entries(severities).map(([name, severity]) => [name, { name, severity }])),
    metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total: 0 } },
  });

describe('T30: the registry’s answer about advisories', () => {
  test('T30: fails the run when something shipped is vulnerable', () => {
    expect(judgeAudit(report({ express: 'high', zod: 'moderate', pg: 'critical' }), '2026-11-26')).toEqual({
      kind: 'vulnerable',
      packages: ['express: high', 'pg: critical'],
    });
    expect(judgeAudit(report({ zod: 'low' }), '2026-11-26')).toEqual({ kind: 'clean' });
  });

  test('T30: is not taken for a clean one when it never came', () => {
    for (const output of ['', 'npm error network', '{"message":"request to https://registry.npmjs.org failed"}', '{}', 'null'])
      expect(judgeAudit(output, '2026-11-26').kind).toBe('not-asked');
    expect(judgeAudit('{"message":"405 Method Not Allowed"}', '2026-11-26')).toMatchObject({ reason: '405 Method Not Allowed' });
  });

  test('T30: may be put off until a day and no longer', () => {
    const exceptions = { express: '2026-12-01' };
    expect(judgeAudit(report({ express: 'high' }), '2026-12-01', exceptions).kind).toBe('clean');
    expect(judgeAudit(report({ express: 'high' }), '2026-12-02', exceptions).kind).toBe('vulnerable');
  });
});
