import type { RestMethods } from './rest-method.ts';

export const calendarMethods: RestMethods = {
  'calendar.settings.get': {
    scopes: ['calendar'],
    answer({ portal }) {
      const { calendar } = portal.state.data;
      return {
        result: {
          work_time_start: calendar.workTimeStart,
          work_time_end: calendar.workTimeEnd,
          year_holidays: calendar.yearHolidays.join(','),
          year_workdays: calendar.yearWorkdays.join(','),
          week_holidays: [...calendar.weekHolidays],
          week_start: 'MO',
        },
      };
    },
  },
};
