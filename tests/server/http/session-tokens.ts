import { SignJWT } from 'jose';
import { z } from 'zod';

const Payload = z.looseObject({
  tid: z.string(),
  uid: z.string(),
  sid: z.string(),
  sv: z.number(),
  iat: z.number(),
  exp: z.number(),
  iss: z.string(),
  aud: z.string(),
});
type Payload = z.infer<typeof Payload>;

export interface Forgery {
  readonly payload?: Partial<Payload>;
  readonly header?: { alg?: string; typ?: string; kid?: string };
  readonly key: Uint8Array;
}

/** The same claims as a real token, changed and signed anew. */
export function forgeToken(token: string, forgery: Forgery): Promise<string> {
  const payload = { ...readPayload(token), ...forgery.payload };
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'kurs+jwt', ...forgery.header }).sign(forgery.key);
}

/** A token that nobody signed, as «alg: none» allows in careless libraries. */
export function unsignedToken(token: string): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none', typ: 'kurs+jwt' })}.${encode(readPayload(token))}.`;
}

export function readPayload(token: string): Payload {
  return Payload.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
}
