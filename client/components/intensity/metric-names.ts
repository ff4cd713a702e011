/** What a metric of activity is called; those that count calls say how long a call must be. */
export interface MetricNaming {
  readonly secondsOut: number;
  readonly secondsIn: number;
}

type Translate = (key: string, values?: Record<string, unknown>) => string;

export function nameMetric(t: Translate, { metric, name }: { metric: string; name?: string | null }, rule: MetricNaming | null): string {
  if (name != null) return name;
  if (metric.startsWith('manual:')) return t('intensity.ownMetric');
  if (rule === null) return t(`intensity.metric.${metric}`);
  if (metric === 'calls-out') return t('intensity.longer.calls-out', { seconds: rule.secondsOut });
  if (metric === 'calls-in') return t('intensity.longer.calls-in', { seconds: rule.secondsIn });
  if (metric === 'calls' && rule.secondsOut === rule.secondsIn) return t('intensity.longer.calls', { seconds: rule.secondsOut });
  return t(`intensity.metric.${metric}`);
}

/** Counts are whole; hours, minutes and prorated norms have one digit where it says something. */
export function digitsOf(value: number): number {
  return Math.abs(value - Math.round(value)) < 0.05 ? 0 : 1;
}
