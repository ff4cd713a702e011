import { z } from 'zod';
import { answer, documented } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { wire } from './wire-kinds.ts';

const { text, integer } = wire;
const none = z.array(z.never());

const time = z.looseObject({
  start: z.number(),
  finish: z.number(),
  duration: z.number(),
  processing: z.number(),
  date_start: text,
  date_finish: text,
});

const outcome = (parts: z.ZodRawShape): z.ZodType =>
  answer(documented({ result: none, result_error: none, result_total: none, result_next: none, result_time: none, ...parts }));

export const batchChecks: MethodChecks = {
  batch: {
    success: {
      given: { halt: 0, cmd: { get_user: 'user.current', get_department: 'department.get?ID=$result[get_user][UF_DEPARTMENT]' } },
      answers: outcome({
        result: documented({
          get_user: z.looseObject({ ID: text }),
          get_department: z.array(z.looseObject({ ID: text, NAME: text })).min(1),
        }),
        result_total: documented({ get_department: integer }),
        result_time: documented({ get_user: time, get_department: time }),
      }),
    },
    error: {
      given: { halt: true, cmd: { nested: 'batch?cmd[0]=profile', never: 'profile' } },
      answers: outcome({
        result_error: documented({
          nested: documented({
            error: z.literal('ERROR_BATCH_METHOD_NOT_ALLOWED'),
            error_description: z.literal('Method is not allowed for batch usage'),
          }),
        }),
      }),
    },
    wrongType: { given: { cmd: 'profile' }, answers: outcome({}) },
  },
};
