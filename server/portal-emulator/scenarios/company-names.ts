import type { SellerKey } from './people.ts';
import { type SeededRandom, itemAt } from './seeded-random.ts';
import { allSellers } from './past-months.ts';

/** Hands out invented companies: a seller's regular ones again and again, prospects once. */
export interface CompanyNames {
  regular(seller: SellerKey): string;
  prospect(): string;
}

export const progress = 'Завод «Прогресс»';

/** Companies the pictures name, by the person who keeps them; «Прогресс» gets its orders by hand. */
const knownRegulars: Partial<Record<SellerKey, readonly string[]>> = {
  petrov: ['«УралТехСнаб»', '«Автодор-Сервис»'],
  belova: ['«СтройМонтаж»', '«ТехноРемонт»'],
  orlov: ['ТЦ «Полюс»'],
  sokolova: ['«ТеплоЭнерго»'],
  nikitina: ['«Агромаш»'],
  eremina: ['«Агромаш»'],
  zhukov: ['«ВолгаРемСервис»'],
  akhmetov: ['«Водоканал-2»'],
};

export function createCompanyNames(random: SeededRandom): CompanyNames {
  const invented = random.shuffle(everyName());
  let used = 0;
  const prospect = () => itemAt(invented, used++);
  const regulars = new Map(
    allSellers.map((seller) => [seller, [...(knownRegulars[seller] ?? []), ...Array.from({ length: 14 }, prospect)]] as const),
  );
  return { regular: (seller) => random.pick(regulars.get(seller) ?? [prospect()]), prospect };
}

function everyName(): string[] {
  const taken = new Set(Object.values(knownRegulars).flat());
  const plain = heads.flatMap((head) => tails.map((tail) => `«${head}${tail}»`));
  const placed = heads.flatMap((head) => tails.flatMap((tail) => places.map((place) => `«${head}${tail} ${place}»`)));
  return [...plain, ...placed].filter((name) => !taken.has(name) && name !== '«СеверСтрой»');
}

const heads =
  'Альта Берег Вектор Волга Восток Гранит Дельта Заря Импульс Кама Кедр Лада Магистраль Меркурий Нева Норд Ока Орбита Пик Рубин Север Сибирь Сфера Титан Урал Факел Центр Эталон Юг Янтарь'.split(
    ' ',
  );
const tails =
  'Агро Вент Деталь Дом Жилсервис Карго Комплект Лес Логистик Мебель Металл Монтаж Пласт Пром Ремонт Ресурс Сервис Снаб Строй Тех Транс Фарм Хим Электро Энерго'.split(
    ' ',
  );
const places = ['Тверь', 'Пермь', 'Калуга', 'Самара'];
