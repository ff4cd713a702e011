import type { PortalDepartment, PortalUser } from '../portal-data.ts';

/** People of «Снабсервис» by the number the portal gave them. */
export const people = {
  ilyina: 1,
  somov: 2,
  kovaleva: 5,
  orlov: 6,
  petrov: 7,
  belova: 8,
  sokolova: 9,
  akhmetov: 10,
  zhukov: 11,
  eremina: 12,
  nikitina: 13,
  lapin: 14,
  kuzmin: 15,
  volkova: 16,
  fomina: 17,
  galiev: 18,
} as const;

type PersonKey = keyof typeof people;

/** Those who sell, department by department; the first of each is its head. */
export const sellers = {
  wholesale: ['kovaleva', 'orlov', 'petrov', 'galiev', 'belova', 'sokolova'],
  keys: ['akhmetov', 'zhukov', 'eremina', 'nikitina'],
  fresh: ['lapin', 'kuzmin', 'volkova', 'fomina'],
} as const satisfies Record<string, readonly PersonKey[]>;

export type TeamKey = keyof typeof sellers;
export type SellerKey = (typeof sellers)[TeamKey][number];

const departmentIds = { company: 1, wholesale: 2, keys: 3, fresh: 4 } as const;

export const departments: readonly PortalDepartment[] = [
  { id: departmentIds.company, name: 'Снабсервис', parentId: null, headId: people.somov, sort: 100 },
  { id: departmentIds.wholesale, name: 'Оптовые продажи', parentId: 1, headId: people.kovaleva, sort: 200 },
  { id: departmentIds.keys, name: 'Ключевые клиенты', parentId: 1, headId: people.akhmetov, sort: 300 },
  { id: departmentIds.fresh, name: 'Новые клиенты', parentId: 1, headId: people.lapin, sort: 400 },
];

/** In the order of the switch «Войти как», then the rest. */
export const users: readonly PortalUser[] = [
  user('kovaleva', 'Марина Ковалёва', 'Руководитель отдела', { ru: 'РОП, «Оптовые продажи»', en: 'head of Wholesale' }),
  user('petrov', 'Иван Петров', 'Менеджер', { ru: 'менеджер, план ждёт подписи', en: 'manager, a plan waits for the signature' }),
  user('zhukov', 'Павел Жуков', 'Менеджер', { ru: 'менеджер, нет звонков 3 дня', en: 'manager, no calls for 3 days' }),
  user('somov', 'Виктор Сомов', 'Директор', { ru: 'директор, видит всю компанию', en: 'director, sees the whole company' }),
  user('ilyina', 'Наталья Ильина', 'Администратор портала', { ru: 'администратор портала', en: 'portal administrator' }),
  user('orlov', 'Дмитрий Орлов', 'Менеджер'),
  user('galiev', 'Тимур Галиев', 'Менеджер'),
  user('belova', 'Анна Белова', 'Менеджер'),
  user('sokolova', 'Елена Соколова', 'Старший менеджер'),
  user('akhmetov', 'Руслан Ахметов', 'Руководитель отдела'),
  user('eremina', 'Светлана Ерёмина', 'Менеджер'),
  user('nikitina', 'Ольга Никитина', 'Менеджер'),
  user('lapin', 'Игорь Лапин', 'Руководитель отдела'),
  user('kuzmin', 'Артём Кузьмин', 'Менеджер'),
  user('volkova', 'Юлия Волкова', 'Менеджер'),
  user('fomina', 'Дарья Фомина', 'Менеджер'),
];

/** Who leads the department of a person; of a head and of those without a department, the director. */
export function headOf(userId: number): number {
  const own = users.find(({ id }) => id === userId)?.departmentIds[0];
  const head = departments.find(({ id }) => id === own)?.headId;
  return head === undefined || head === null || head === userId ? people.somov : head;
}

export function teamOf(person: PersonKey): TeamKey | null {
  for (const team of ['wholesale', 'keys', 'fresh'] as const) {
    if (sellers[team].some((seller) => seller === person)) return team;
  }
  return null;
}

function user(key: PersonKey, fullName: string, position: string, story?: { ru: string; en: string }): PortalUser {
  const [name = '', lastName = ''] = fullName.split(' ');
  return {
    id: people[key],
    name,
    lastName,
    position,
    isAdmin: key === 'ilyina',
    isActive: true,
    departmentIds: [departmentIds[teamOf(key) ?? 'company']],
    timeZone: 'Europe/Moscow',
    registeredOn: key === 'galiev' ? '2026-10-05' : '2024-11-11',
    ...(story === undefined ? {} : { story }),
  };
}
