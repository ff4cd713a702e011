import type { SeededRandom } from './seeded-random.ts';

export function pipelineTitle(random: SeededRandom): string {
  return `${random.pick(goods)}, ${random.pick(occasions)}`;
}

export function repeatTitle(random: SeededRandom): string {
  return `${random.pick(goods)}, ${random.pick(repeats)}`;
}

const goods = [
  'Спецодежда',
  'Перчатки нитриловые',
  'Каски и щитки',
  'Спецобувь',
  'Респираторы',
  'Метизы',
  'Крепёж',
  'Кабель силовой',
  'Светильники',
  'Автоматы и щиты',
  'Инструмент ручной',
  'Инструмент аккумуляторный',
  'Абразивы',
  'Сварочные материалы',
  'Насосы',
  'Подшипники',
  'Смазки',
  'Лакокраска',
  'Стеллажи',
  'Упаковка',
  'Хозтовары',
  'Фильтры',
];
const occasions = [
  'годовой контракт',
  'новый объект',
  'первая партия',
  'тендер',
  'сезонный запас',
  'комплект для цеха',
  'склад',
  'пробная партия',
];
const repeats = ['повторный заказ', 'дозаказ', 'плановая отгрузка', 'ежемесячная поставка'];
