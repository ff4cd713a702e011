/** `proven`: tests carry the id, and each of them has a control. `pending`: the issue that builds what is threatened brings them. */
export type ThreatState = 'proven' | { readonly issue: number };

export interface Threat {
  readonly id: `T${number}`;
  readonly words: string;
  readonly state: ThreatState;
}

/** Tests name the threat they prove at the beginning of their own name or of the group they stand in, «T5: …» or «T1, T2: …». */
export const threats: readonly Threat[] = [
  { id: 'T1', words: "A page opened with one's own token and the member id of another portal", state: 'proven' },
  { id: 'T2', words: "A victim's token relayed through an address that vouches for everybody", state: 'proven' },
  { id: 'T3', words: 'A token that was made for another application', state: 'proven' },
  { id: 'T4', words: 'Our service is led to addresses inside a network', state: 'proven' },
  { id: 'T5', words: 'A forged installation overwrites tokens or steals our secret', state: 'proven' },
  { id: 'T6', words: 'A forged removal wipes the data', state: 'proven' },
  { id: 'T7', words: 'Secrets leak through logs, addresses, errors, columns', state: 'proven' },
  { id: 'T8', words: 'A person reaches numbers, plans or signatures of others inside a portal', state: 'proven' },
  { id: 'T9', words: 'Ids of one portal are used with a session of another', state: 'proven' },
  { id: 'T10', words: 'Events are replayed, doubled, or sent in floods', state: 'proven' },
  { id: 'T11', words: 'A flood of forged installations makes us hammer the authorization server', state: 'proven' },
  { id: 'T12', words: 'Our page in a foreign frame, to be clicked blindly', state: 'proven' },
  { id: 'T13', words: 'The browser blocks cookies of third parties', state: 'proven' },
  { id: 'T14', words: 'A page of somebody else is opened in the browser of the victim', state: 'proven' },
  { id: 'T15', words: 'Names and texts of the portal or of people run as script', state: 'proven' },
  { id: 'T16', words: 'Markup in names becomes links in our notifications', state: 'proven' },
  { id: 'T17', words: 'Formulas in exported or imported tables', state: 'proven' },
  { id: 'T18', words: 'Archives that unpack without an end', state: 'proven' },
  { id: 'T19', words: 'A plan is signed twice, or another version than was shown', state: 'proven' },
  { id: 'T20', words: 'A clock is set back or ahead', state: 'proven' },
  { id: 'T21', words: 'The signer denies the signature', state: 'proven' },
  { id: 'T22', words: 'A plan is edited after it was signed', state: 'proven' },
  { id: 'T23', words: 'Evidence is deleted or rewritten', state: 'proven' },
  { id: 'T24', words: 'The right to be forgotten breaks the evidence', state: 'proven' },
  { id: 'T25', words: 'Doubled and nested parameters, prototypes', state: 'proven' },
  { id: 'T26', words: 'A portal answers with hostile data', state: 'proven' },
  { id: 'T27', words: 'A dismissed person keeps the session', state: 'proven' },
  { id: 'T28', words: 'Keys are stolen', state: 'proven' },
  { id: 'T29', words: 'A signing code is guessed, or reset by an administrator', state: 'proven' },
  { id: 'T30', words: 'A dependency is exchanged', state: 'proven' },
  { id: 'T31', words: 'The administrator of a portal signs as somebody else', state: 'proven' },
];
