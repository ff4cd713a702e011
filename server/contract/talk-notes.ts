import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Instant, Metric, writtenText } from './wire.ts';

const Name = z.object({ userId: BitrixId, name: z.string() });

const words = {
  day: Day,
  /** The number it was about; null where about none in particular. */
  metric: Metric.nullable(),
  text: writtenText(4000).refine((text) => text !== '', 'words are needed'),
  /** What the two have agreed upon; empty where nothing. */
  agreed: writtenText(1000),
};

export const TalkNote = z.object({
  noteId: z.uuid(),
  revision: z.number().int(),
  kind: z.enum(['one-to-one', 'coaching']),
  about: Name,
  author: Name,
  /** The decision of a review or the alert that asked for the talk. */
  actionId: z.uuid().nullable(),
  ...words,
  writtenAt: Instant,
  /** How it read before it was corrected, the first first. */
  earlier: z.array(z.object({ ...words, writtenAt: Instant })),
  mayCorrect: z.boolean(),
});
export type TalkNote = z.infer<typeof TalkNote>;

export const TalkNotes = z.object({
  today: Day,
  /** Whom the viewer may write about; empty for who leads nobody. */
  people: z.array(Name),
  /** The latest talk first. */
  notes: z.array(TalkNote),
});
export type TalkNotes = z.infer<typeof TalkNotes>;

export const listTalkNotes = defineEndpoint({
  method: 'GET',
  path: '/api/talk-notes',
  summary: 'Talks of two that the viewer was one of, and those of the people they lead',
  urgency: 'deferrable',
  request: z.object({ userId: BitrixId.optional() }),
  response: TalkNotes,
});

export const writeTalkNote = defineEndpoint({
  method: 'PUT',
  path: '/api/talk-notes/:noteId',
  summary: 'Write down a talk, or correct what one has written; how it read before stays',
  urgency: 'vital',
  request: z.object({
    /** Made by the writer once, however often it is sent. */
    noteId: z.uuid(),
    userId: BitrixId,
    kind: z.enum(['one-to-one', 'coaching']),
    actionId: z.uuid().nullable(),
    /** The revision the writer had seen; 0 of a new one. */
    base: z.number().int().min(0),
    ...words,
  }),
  response: TalkNotes,
});
