import type { BreakdownClient } from '#contract/acknowledgement.ts';

/** A company by its title, a private person by number, a group by its word. */
export function clientName(client: BreakdownClient, t: (key: string, named?: Record<string, unknown>) => string): string {
  if (client.kind === 'company') return client.title;
  return client.kind === 'private' ? t('breakdown.private', { id: client.id }) : t(`breakdown.group.${client.kind}`);
}
