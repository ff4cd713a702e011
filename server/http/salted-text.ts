import { randomBytes } from 'node:crypto';

/** A text with the salt that its hash in the ledger is made with; both go when the person is erased. */
export function saltText(text: string): { readonly text: string; readonly salt: string } {
  return { text, salt: randomBytes(16).toString('hex') };
}
