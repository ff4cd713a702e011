import type { PortalDepartment, PortalUser } from '../../portal-data.ts';

const adminId = 1;
const headId = 2;
const departmentId = 2;

/** Owners of a log have numbers only; in the portal they follow the admin and the head. */
export function userIdOf(owner: number): number {
  return owner + headId + 1;
}

export function generatedDepartments(title: string): PortalDepartment[] {
  return [
    { id: 1, name: title, parentId: null, headId: adminId, sort: 100 },
    { id: departmentId, name: 'Отдел продаж', parentId: 1, headId, sort: 200 },
  ];
}

/** An admin and a head who own nothing, then one invented person for each owner. */
export function generatedUsers(owners: readonly number[], timeZone: string, registeredOn: string): PortalUser[] {
  const known = { isActive: true, timeZone, registeredOn } as const;
  return [
    {
      ...known,
      id: adminId,
      name: 'Ирина',
      lastName: 'Власова',
      position: 'Администратор портала',
      isAdmin: true,
      departmentIds: [1],
      story: { ru: 'администратор портала', en: 'portal administrator' },
    },
    {
      ...known,
      id: headId,
      name: 'Михаил',
      lastName: 'Рогов',
      position: 'Руководитель отдела',
      isAdmin: false,
      departmentIds: [departmentId],
      story: { ru: 'руководитель, видит весь отдел', en: 'head, sees the whole department' },
    },
    ...owners.map((owner, index) => ({
      ...known,
      id: userIdOf(owner),
      ...nameOf(index),
      position: 'Менеджер',
      isAdmin: false,
      departmentIds: [departmentId],
      ...(index < 3 ? { story: { ru: 'менеджер', en: 'manager' } } : {}),
    })),
  ];
}

/** Every pair of a name and a surname comes once before any comes again. */
function nameOf(index: number): { name: string; lastName: string } {
  const isWoman = index % 2 === 1;
  const names = isWoman ? firstNames.women : firstNames.men;
  const half = Math.floor(index / 2);
  const round = Math.floor(half / surnames.length);
  const lastName = surnames[half % surnames.length] ?? '';
  return { name: names[(half + round * 5) % names.length] ?? '', lastName: isWoman ? `${lastName}а` : lastName };
}

const firstNames = {
  men: ['Алексей', 'Борис', 'Вадим', 'Глеб', 'Денис', 'Егор', 'Захар', 'Кирилл', 'Леонид', 'Максим', 'Никита', 'Олег', 'Роман'],
  women: ['Алла', 'Вера', 'Галина', 'Евгения', 'Жанна', 'Инна', 'Ксения', 'Лариса', 'Майя', 'Нина', 'Полина', 'Софья', 'Тамара'],
};
const surnames =
  'Авдеев Баранов Воронов Гусев Дроздов Ершов Жилин Зимин Калинин Лосев Марков Носов Осипов Панин Рыбин Сазонов Титов Уваров Фадеев Хохлов Цветков Чернов Шилов Щукин'.split(
    ' ',
  );
