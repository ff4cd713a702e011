/** The numbers of a row of expectations; each opens what it is made of. */
export const expectedParts = ['fact', 'fromOpen', 'fromNew', 'expected', 'byTable'] as const;
export type ExpectedPart = (typeof expectedParts)[number];
