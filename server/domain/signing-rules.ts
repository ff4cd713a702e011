/** How plans are signed in a portal, as its administrator sets it. */
export interface SigningRules {
  /** L1 is a verified portal session and an explicit act, L2 asks the person's PIN too. */
  readonly level: 'L1' | 'L2';
  /** The target is spread over weeks before it is signed. */
  readonly isBreakdownRequired: boolean;
  /** Working days a head has for an answer to objections. */
  readonly answerWorkdays: number;
  /** Working days between two reminders; null for none. */
  readonly remindEveryWorkdays: number | null;
  /** Working days after the last day to answer until the head above is told; null for never. */
  readonly escalateAfterWorkdays: number | null;
  /** Working days after signature or start until the plan is asked about; null for no quiz. */
  readonly quizAfterWorkdays: number | null;
  /** Whole percent of right answers that pass. */
  readonly quizPassPercent: number;
  /** Tries of one round. */
  readonly quizAttempts: number;
}

const defaultSigningRules: SigningRules = {
  level: 'L1',
  isBreakdownRequired: false,
  answerWorkdays: 3,
  remindEveryWorkdays: 2,
  escalateAfterWorkdays: 1,
  quizAfterWorkdays: 5,
  quizPassPercent: 80,
  quizAttempts: 3,
};

/** The name the rules are stored under. */
export const signingSetting = 'signing';

/** Working days within which a talk is set after a refusal. */
export const talkWorkdays = 2;

/** Reads stored rules; what they do not say is as usual. */
export function readSigningRules(stored: unknown): SigningRules {
  if (typeof stored !== 'object' || stored === null) return defaultSigningRules;
  const given = stored as Record<string, unknown>;
  const whole = (name: keyof SigningRules, usual: number | null): number | null => {
    const value = given[name];
    return value === null || (Number.isInteger(value) && Number(value) > 0) ? (value as number | null) : usual;
  };
  return {
    level: given['level'] === 'L2' ? 'L2' : 'L1',
    isBreakdownRequired: given['isBreakdownRequired'] === true,
    answerWorkdays: whole('answerWorkdays', null) ?? defaultSigningRules.answerWorkdays,
    remindEveryWorkdays: whole('remindEveryWorkdays', defaultSigningRules.remindEveryWorkdays),
    escalateAfterWorkdays: whole('escalateAfterWorkdays', defaultSigningRules.escalateAfterWorkdays),
    quizAfterWorkdays: whole('quizAfterWorkdays', defaultSigningRules.quizAfterWorkdays),
    quizPassPercent: whole('quizPassPercent', null) ?? defaultSigningRules.quizPassPercent,
    quizAttempts: whole('quizAttempts', null) ?? defaultSigningRules.quizAttempts,
  };
}
