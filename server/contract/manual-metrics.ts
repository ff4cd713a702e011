import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Decimal, Instant, writtenText } from './wire.ts';

/** What the numbers of a metric of the portal's own are; `sum` adds the days of a period up, `latest` is how things stand on its last day. */
export const MetricDefinition = z.object({
  name: writtenText(80).refine((name) => name !== '', 'a metric needs a name'),
  unit: z.enum(['money', 'count', 'quantity', 'percent']),
  /** Which of two values is better. */
  direction: z.enum(['more', 'less']),
  overTime: z.enum(['sum', 'latest']),
  /** Who enters the numbers of everybody, and is reminded; null where nobody has to. */
  enteredBy: BitrixId.nullable(),
  /** Calendar days after which a number is old. */
  oldAfterDays: z.number().int().min(1).max(366),
});
export type MetricDefinition = z.infer<typeof MetricDefinition>;

/** The newest number of a person; null from the day on that it is not kept. */
const NewestValue = z.object({
  userId: BitrixId,
  name: z.string(),
  isActive: z.boolean(),
  day: Day,
  value: Decimal.nullable(),
  /** The month so far, as a fact of a plan would count it; null when it has none. */
  monthValue: Decimal.nullable(),
  enteredAt: Instant,
  enteredBy: z.string(),
  isOld: z.boolean(),
  /** The viewer may enter a number of this person. */
  mayEnter: z.boolean(),
});

export const ManualMetric = MetricDefinition.extend({
  metricId: z.uuid(),
  /** The name of the person who enters the numbers. */
  enteredByName: z.string().nullable(),
  /** That person does not work in the portal any more. */
  isNamedGone: z.boolean(),
  /** Decimal places of the numbers. */
  digits: z.number().int(),
  archivedAt: Instant.nullable(),
  /** Unit and adding up over time stay as they are. */
  hasValues: z.boolean(),
  /** A number is old, or none has been entered yet. */
  isDue: z.boolean(),
  /** The viewer enters the numbers of everybody. */
  entersForAll: z.boolean(),
  /** Of those whom the viewer may see. */
  values: z.array(NewestValue),
});
export type ManualMetric = z.infer<typeof ManualMetric>;

export const ManualMetrics = z.object({
  today: Day,
  /** The viewer may define and change metrics. */
  mayDefine: z.boolean(),
  metrics: z.array(ManualMetric),
  /** Whose numbers the viewer may enter or whom the viewer may name, by last name; `isReached` without being named in a metric. */
  people: z.array(z.object({ userId: BitrixId, name: z.string(), isReached: z.boolean() })),
});
export type ManualMetrics = z.infer<typeof ManualMetrics>;

export const ValueHistory = z.object({
  metricId: z.uuid(),
  userId: BitrixId,
  name: z.string(),
  /** Newest days first, and of a day the valid number first; at most 200. */
  entries: z.array(
    z.object({
      day: Day,
      value: Decimal.nullable(),
      enteredAt: Instant,
      enteredBy: z.string(),
      /** A later number for the same day counts instead where it is false. */
      isValid: z.boolean(),
    }),
  ),
});
export type ValueHistory = z.infer<typeof ValueHistory>;

const path = { metricId: z.uuid() };

export const listManualMetrics = defineEndpoint({
  method: 'GET',
  path: '/api/metrics',
  summary: 'Metrics of the portal’s own with their newest numbers, and which of them wait for one',
  urgency: 'deferrable',
  request: z.object({}),
  response: ManualMetrics,
});

export const defineManualMetric = defineEndpoint({
  method: 'POST',
  path: '/api/metrics',
  summary: 'Define a metric whose numbers people enter; names in use are refused',
  urgency: 'vital',
  request: MetricDefinition,
  response: ManualMetric,
});

export const changeManualMetric = defineEndpoint({
  method: 'PUT',
  path: '/api/metrics/:metricId',
  summary: 'Rename or change a metric; once numbers were entered, unit and adding up over time stay',
  urgency: 'vital',
  request: MetricDefinition.extend(path),
  response: ManualMetric,
});

export const archiveManualMetric = defineEndpoint({
  method: 'PUT',
  path: '/api/metrics/:metricId/archived',
  summary: 'Put a metric into the archive or take it back; its numbers stay',
  urgency: 'vital',
  request: z.object({ ...path, isArchived: z.boolean() }),
  response: ManualMetric,
});

export const enterManualValue = defineEndpoint({
  method: 'POST',
  path: '/api/metrics/:metricId/values',
  summary: 'Enter the number of a person for a day; what was entered before stays in the history',
  urgency: 'vital',
  request: z.object({ ...path, userId: BitrixId, day: Day, value: Decimal.nullable() }),
  response: ManualMetric,
});

export const listValueHistory = defineEndpoint({
  method: 'GET',
  path: '/api/metrics/:metricId/values/:userId',
  summary: 'Everything that was entered for a person, with who entered it and when',
  urgency: 'deferrable',
  request: z.object({ ...path, userId: BitrixId }),
  response: ValueHistory,
});
