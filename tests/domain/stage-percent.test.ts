import { describe, expect, it } from 'vitest';
import { percentInName, proposeStagePercents, type LadderStage } from '#domain/stage-percent.ts';

function stage(stageId: string, semantics: 'P' | 'S' | 'F' = 'P', set: Partial<LadderStage> = {}): LadderStage {
  return { stageId, name: stageId, semantics, progress: null, winPercent: null, ...set };
}

describe('percents of stages', () => {
  it('are the method’s ladder for eight open stages', () => {
    const names = ['Заявка', 'Встреча', 'КП', 'Переговоры', 'Договор', 'Счёт', 'Оплата', 'Выполнение'];
    const percents = proposeStagePercents([...names.map((name) => stage(name)), stage('Закрыта', 'S'), stage('Отказ', 'F')]);
    expect(names.map((name) => percents.get(name)?.progress)).toEqual([0, 10, 20, 40, 60, 70, 80, 90]);
    expect(names.map((name) => percents.get(name)?.winPercent)).toEqual([5, 10, 20, 40, 60, 75, 95, 98]);
    expect(names.map((name) => percents.get(name)?.category)).toEqual([
      ...['pipeline', 'pipeline', 'pipeline', 'best', 'best', 'commit', 'commit', 'commit'],
    ]);
    expect(percents.get('Закрыта')).toMatchObject({ progress: 100, winPercent: 100 });
    expect(percents.get('Отказ')).toMatchObject({ progress: null, winPercent: 0 });
  });

  it('stretch the ladder over fewer or more stages without ever falling', () => {
    for (let count = 1; count <= 20; count += 1) {
      const stages = Array.from({ length: count }, (_, index) => stage(String(index)));
      const percents = [...proposeStagePercents(stages).values()];
      expect(percents[0]).toMatchObject({ progress: 0, winPercent: 5 });
      expect(percents.at(-1)).toMatchObject(count === 1 ? percents[0]! : { progress: 90, winPercent: 98 });
      expect(percents.every((one, index) => (one.progress ?? 0) >= (percents[index - 1]?.progress ?? 0))).toBe(true);
      expect(percents.every((one, index) => one.winPercent >= (percents[index - 1]?.winPercent ?? 0))).toBe(true);
    }
  });

  it('follow what people set, then the percent in the name, then the ladder', () => {
    const percents = proposeStagePercents([
      stage('a', 'P', { name: 'Договор 60 %' }),
      stage('b', 'P', { name: 'Договор 60 %', winPercent: 33 }),
      stage('c', 'P', { name: 'Договор 60 %', progress: 0, winPercent: 0 }),
    ]);
    expect([...percents.values()]).toMatchObject([
      { progress: 60, winPercent: 60 },
      { progress: 60, winPercent: 33 },
      { progress: 0, winPercent: 0 },
    ]);
  });
});

describe('a percent in a stage’s name', () => {
  it.each([
    ['Договор 60 %', 60],
    ['60% договор', 60],
    ['Оплата (100%)', 100],
    ['0 % новая', 0],
    ['КП', undefined],
    ['Скидка 150%', undefined],
    ['Комиссия 2,5 %', undefined],
    ['Заказ 1050%', undefined],
    ['Этап 3', undefined],
  ])('in %j is %s', (name, percent) => {
    expect(percentInName(name)).toBe(percent);
  });
});
