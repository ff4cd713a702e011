/** The judgement a colour carries. */
export type Tone = 'good' | 'warn' | 'bad' | 'neutral' | 'info';
