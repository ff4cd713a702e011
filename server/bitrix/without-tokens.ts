/** What a portal says of a failure may repeat the token it was asked with: long words with digits in them are left out. */
export function withoutTokens(text: string): string {
  return text.replace(/(?=[\w-]*\d[\w-]*\d[\w-]*\d)[\w-]{24,}/g, '…').slice(0, 200);
}
