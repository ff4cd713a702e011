import type { PortalData } from '#portal-emulator/portal-data.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { batteryCrm } from './battery-crm-data.ts';
import { batteryTasks } from './battery-tasks-data.ts';
import { batteryActivityRecords } from './battery-activity-data.ts';
import { batteryDeputies, batteryWorkTimes } from './battery-people-data.ts';
import { batteryGoods } from './battery-goods-data.ts';

/** The small portal with at least one row of every kind, so that each method has something to answer. */
export function batteryData(): PortalData {
  return {
    ...smallPortal(),
    ...batteryCrm(),
    records: {
      tasks: batteryTasks,
      ...batteryActivityRecords,
      deputyHeads: batteryDeputies,
      workTimes: batteryWorkTimes,
      ...batteryGoods,
      contacts: [
        {
          id: 1,
          name: 'Вера',
          lastName: 'Соколова',
          companyId: 3,
          responsibleId: smallPortalPeople.anna,
          createdAt: '2026-09-02T07:00:00Z',
          modifiedAt: '2026-09-02T07:00:00Z',
        },
      ],
    },
  };
}
