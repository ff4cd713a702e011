import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearDemo, readDemo, saveDemo } from '#demo/demo-folder.ts';
import { dealActs, submissions } from '#demo/forecasts.ts';
import { listActs } from '#demo/journal.ts';
import { planVersions, sheetAnswers } from '#demo/plans.ts';
import { bankQuestions, quizAnswers } from '#demo/quiz.ts';
import { reviewActs } from '#demo/reviews.ts';
import { openStoredClock } from '#demo/stored-clock.ts';
import { departments, users } from '#portal-emulator/scenarios/people.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kurs-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the journal of the demo', () => {
  const acts = listActs();

  it('is told in the order it happened, before the demo opens', () => {
    const times = acts.map((act) => act.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((time) => time > Date.parse('2026-08-24T07:00:00Z') && time < Date.parse('2026-11-16T07:42:00Z'))).toBe(true);
    expect(acts).toHaveLength(
      planVersions.length +
        sheetAnswers.length +
        sheetAnswers.filter((answer) => answer.decidedAt !== null).length +
        bankQuestions.length +
        quizAnswers.length +
        reviewActs.length +
        dealActs.length +
        submissions.length +
        5,
    );
  });

  it('publishes versions without a gap and gives a reason for each but the first', () => {
    const next = new Map<string, number>();
    for (const act of acts) {
      if (act.kind !== 'publish') continue;
      const { month, version, reason } = act.version;
      expect(version).toBe((next.get(month) ?? 0) + 1);
      expect(reason === '').toBe(version === 1);
      next.set(month, version);
    }
  });

  it('opens a sheet after it was sent and decides it after it was opened', () => {
    const sent = new Map<string, number>();
    const opened = new Map<string, number>();
    for (const act of acts) {
      if (act.kind === 'publish')
        for (const person of act.version.people) sent.set(`${act.version.month} ${act.version.version} ${person.userId}`, act.at.getTime());
      else if (act.kind === 'open' || act.kind === 'decide') {
        const key = `${act.answer.month} ${act.answer.version} ${act.answer.userId}`;
        if (act.kind === 'open') opened.set(key, act.at.getTime());
        expect(sent.get(key), `${act.kind} ${key}`).toBeLessThan(act.at.getTime());
        if (act.kind === 'decide') expect(opened.get(key), key).toBeLessThan(act.at.getTime());
      }
    }
  });

  it('turns PINs on after everybody has signed, so that nobody’s PIN is known to the demo', () => {
    const last =
      sheetAnswers
        .map((answer) => answer.decidedAt ?? answer.openedAt)
        .toSorted()
        .at(-1) ?? '';
    expect(acts.find((act) => act.kind === 'set-rules')?.at.getTime()).toBeGreaterThan(Date.parse(last));
  });

  it('adds people up to departments and departments to the company', () => {
    const homes = new Map(users.map((user) => [user.id, user.departmentIds[0]]));
    const [november] = planVersions;
    expect(november?.departments.reduce((total, department) => total + department.revenue, 0)).toBe(november?.company);
    for (const department of november?.departments ?? []) {
      const people = november?.people.filter((person) => homes.get(person.userId) === department.departmentId) ?? [];
      expect(people.reduce((total, person) => total + person.revenue, 0)).toBe(department.revenue);
    }
  });

  it('lets nobody plan for themselves and names only people of the company', () => {
    for (const version of planVersions) {
      expect(version.people.map((person) => person.userId)).not.toContain(version.publishedBy);
      expect(departments.some((department) => department.headId === version.publishedBy)).toBe(true);
      for (const person of version.people) expect(users.some((user) => user.id === person.userId)).toBe(true);
    }
  });
});

describe('the clock of the demo', () => {
  const start = new Date('2026-11-16T07:42:00.000Z');
  const file = (): string => join(folder, 'clock.json');

  it('starts where the scenario says and runs with the process', () => {
    let tick = 5000;
    const clock = openStoredClock(file(), start, () => tick);
    expect(clock.now()).toEqual(start);
    tick += 61_500;
    expect(clock.now()).toEqual(new Date('2026-11-16T07:43:01.500Z'));
  });

  it('goes on after a restart from where it was saved, whatever the new process counts from', () => {
    let tick = 1_000_000;
    const first = openStoredClock(file(), start, () => tick);
    tick += 60_000;
    first.save();
    const second = openStoredClock(file(), start, () => 7);
    expect(second.now()).toEqual(new Date('2026-11-16T07:43:00.000Z'));
  });

  it('is set at once and remembers it', () => {
    let tick = 0;
    const clock = openStoredClock(file(), start, () => tick);
    tick = 10_000;
    clock.set(new Date('2026-10-26T07:05:00.000Z'));
    expect(clock.now()).toEqual(new Date('2026-10-26T07:05:00.000Z'));
    expect(openStoredClock(file(), start, () => 0).now()).toEqual(new Date('2026-10-26T07:05:00.000Z'));
  });

  it('starts anew when its file cannot be read', () => {
    writeFileSync(file(), '{"businessAt": "yester');
    expect(openStoredClock(file(), start, () => 0).now()).toEqual(start);
  });
});

describe('the folder of the demo', () => {
  it('remembers which demo it holds and how far it was told', () => {
    expect(readDemo(folder)).toBeUndefined();
    saveDemo(join(folder, 'deep'), { scenario: 'demo', memberId: 'a'.repeat(32), state: 'beginning' });
    expect(readDemo(join(folder, 'deep'))).toEqual({ scenario: 'demo', memberId: 'a'.repeat(32), state: 'beginning' });
    saveDemo(join(folder, 'deep'), { scenario: 'demo', memberId: 'a'.repeat(32), state: 'ready' });
    expect(readDemo(join(folder, 'deep'))?.state).toBe('ready');
  });

  it('is cleared of the demo and of nothing else', () => {
    saveDemo(folder, { scenario: 'demo', memberId: 'a'.repeat(32), state: 'ready' });
    writeFileSync(join(folder, 'clock.json'), '{}');
    writeFileSync(join(folder, 'mine.txt'), 'keep');
    clearDemo(folder);
    expect(readDemo(folder)).toBeUndefined();
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('keep');
    expect(() => readFileSync(join(folder, 'clock.json'))).toThrow('ENOENT');
  });
});
