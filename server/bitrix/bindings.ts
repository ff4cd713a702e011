import { z } from 'zod';
import { resultOf } from './application.ts';
import { parseResult, type Command, type CommandOutcome, type PortalClient } from './portal-client.ts';
import type { PortalError } from './portal-error.ts';

export interface PlacementBinding {
  readonly placement: string;
  readonly handler: string;
  readonly title: string;
}

export interface EventBinding {
  readonly event: string;
  readonly handler: string;
}

const PlacementRow = z.object({ placement: z.string(), handler: z.string(), title: z.string().nullish() });
const EventRow = z.object({ event: z.string(), handler: z.string().nullish(), offline: z.coerce.number().default(0) });

export interface Bindings {
  readonly placements: readonly PlacementBinding[];
  /** Online handlers only. */
  readonly events: readonly EventBinding[];
}

export async function readBindings(client: PortalClient): Promise<Bindings> {
  const [placements, events] = await client.batch([{ method: 'placement.get' }, { method: 'event.get' }]);
  return {
    placements: parseResult(z.array(PlacementRow), resultOf(placements), 'placement.get').map((row) => ({
      ...row,
      title: row.title ?? '',
    })),
    events: parseResult(z.array(EventRow), resultOf(events), 'event.get').flatMap((row) =>
      row.offline === 1 || !row.handler ? [] : [{ event: row.event.toUpperCase(), handler: row.handler }],
    ),
  };
}

export const bindPlacement = (placement: string, handler: string, title: { ru: string; en: string }): Command => ({
  method: 'placement.bind',
  params: { PLACEMENT: placement, HANDLER: handler, TITLE: title.ru, LANG_ALL: { ru: { TITLE: title.ru }, en: { TITLE: title.en } } },
});

export const unbindPlacement = (placement: string, handler: string): Command => ({
  method: 'placement.unbind',
  params: { PLACEMENT: placement, HANDLER: handler },
});

export const bindEvent = (event: string, handler: string): Command => ({ method: 'event.bind', params: { event, handler } });
export const unbindEvent = (event: string, handler: string): Command => ({ method: 'event.unbind', params: { event, handler } });

/** The portal may answer 200 with `false`, so a result is looked at too. */
export async function sendBindings(client: PortalClient, commands: readonly Command[]): Promise<(PortalError | 'refused' | null)[]> {
  const outcomes: CommandOutcome[] = [];
  for (let from = 0; from < commands.length; from += 50) outcomes.push(...(await client.batch(commands.slice(from, from + 50))));
  return outcomes.map((outcome) => {
    if (outcome.kind === 'failed') return outcome.error;
    return outcome.kind === 'done' && outcome.result !== false ? null : 'refused';
  });
}
