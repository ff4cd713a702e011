import { z } from 'zod';

const Report = z.object({ metadata: z.object({ vulnerabilities: z.object({ high: z.number(), critical: z.number() }) }) });
const Vulnerable = z.object({ vulnerabilities: z.record(z.string(), z.object({ severity: z.string() })) });

export type AdvisoryVerdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'vulnerable'; readonly packages: readonly string[] }
  /** The registry was not reached or does not answer such questions: nothing is known. */
  | { readonly kind: 'not-asked'; readonly reason: string };

/** Packages whose advisory was looked into and does not concern us, until the day given. */
const accepted: Readonly<Record<string, string>> = {};

/** What `npm audit --json` has answered; only a whole report counts as an answer. */
export function judgeAudit(output: string, today: string, exceptions = accepted): AdvisoryVerdict {
  const body = parse(output);
  if (!Report.safeParse(body).success) return { kind: 'not-asked', reason: reasonOf(body) };
  const { vulnerabilities } = Vulnerable.parse(body);
  const packages = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .filter(([name]) => (exceptions[name] ?? '') < today)
    .map(([name, { severity }]) => `${name}: ${severity}`);
  return packages.length === 0 ? { kind: 'clean' } : { kind: 'vulnerable', packages };
}

function parse(output: string): unknown {
  try {
    return JSON.parse(output) as unknown;
  } catch {
    return undefined;
  }
}

function reasonOf(body: unknown): string {
  const refusal = z.object({ message: z.string() }).safeParse(body);
  return refusal.success ? refusal.data.message : 'there was no report';
}
