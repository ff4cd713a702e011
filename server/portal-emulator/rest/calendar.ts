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
          ...displaySettings,
        },
      };
    },
  },
};

/** What the portal's own pages go by, as a portal has it that nobody has set up. */
const displaySettings = {
  user_name_template: '#NAME# #LAST_NAME#',
  sync_by_push: false,
  user_show_login: true,
  path_to_user: '/company/personal/user/#user_id#/',
  path_to_user_calendar: '/company/personal/user/#user_id#/calendar/',
  path_to_group: '/workgroups/group/#group_id#/',
  path_to_group_calendar: '/workgroups/group/#group_id#/calendar/',
  path_to_vr: '',
  path_to_rm: '',
  rm_iblock_type: '',
  rm_iblock_id: '',
  dep_manager_sub: true,
  denied_superpose_types: [],
  pathes_for_sites: '',
  forum_id: '8',
  rm_for_sites: true,
  path_to_type_company_calendar: '',
  path_to_type_location: '',
  path_to_type_open_event: '',
} as const;
