import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findDependencyFaults, installScripts, Lock, Manifest } from './dependencies.ts';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const project = () => ({
  manifest: Manifest.parse(JSON.parse(read('package.json'))),
  lock: Lock.parse(JSON.parse(read('package-lock.json'))),
  npmrc: read('.npmrc'),
});

type Project = ReturnType<typeof project>;
const faultsAfter = (change: (project: Project) => void): string[] => {
  const changed = project();
  change(changed);
  return findDependencyFaults(changed);
};
const edit = ({ lock }: Project, name: string, change: object): void => {
  lock.packages[`node_modules/${name}`] = { ...lock.packages[`node_modules/${name}`], ...change };
};

describe('T30: the packages of the project', () => {
  test('are agreed to, each of them', () => {
    expect(findDependencyFaults(project())).toEqual([]);
    expect(Object.keys(project().lock.packages).length).toBeGreaterThan(500);
  });

  test('T30: are refused with a range instead of a version', () => {
    for (const range of ['^5.3.0', '~5.3.0', 'latest', '*', '5', 'git+https://example.com/x.git', 'file:../x'])
      expect(faultsAfter(({ manifest }) => (manifest.dependencies['express'] = range))).toContain(
        `package.json: express has the range ${range}`,
      );
  });

  test('T30: are refused when the lock file is out of step', () => {
    const about = 'package-lock.json: dependencies is out of step with package.json about';
    expect(faultsAfter(({ manifest }) => (manifest.dependencies['express'] = '5.2.9'))).toEqual([`${about} express`]);
    expect(faultsAfter(({ manifest }) => (manifest.dependencies['left-pad'] = '1.3.0'))).toEqual([`${about} left-pad`]);
    expect(faultsAfter((all) => edit(all, 'express', { version: '5.2.9' }))).toEqual([
      'package-lock.json: express is locked at another version',
    ]);
  });

  test('T30: are refused without a checksum, also with a weak one', () => {
    for (const integrity of [undefined, '', 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='])
      expect(faultsAfter((all) => edit(all, 'express', { integrity }))).toEqual(['express@5.3.0: no SHA-512 checksum']);
  });

  test('T30: are refused from anywhere but the npm registry', () => {
    for (const resolved of ['https://registry.npmjs.org.evil.com/express.tgz', 'git+ssh://git@github.com/x/y.git#1', 'file:../x'])
      expect(faultsAfter((all) => edit(all, 'express', { resolved }))).toEqual(['express@5.3.0: not from the npm registry']);
    expect(faultsAfter((all) => edit(all, 'express', { link: true }))).toEqual(['express@5.3.0: not from the npm registry']);
    for (const line of ['registry=https://npm.evil.com/', '@bitrix24:registry = https://npm.evil.com/'])
      expect(faultsAfter((all) => (all.npmrc += `\n${line}\n`))).toEqual([`.npmrc: another registry: ${line}`]);
  });

  test('T30: are refused when they would run a script that nobody has agreed to', () => {
    expect(faultsAfter((all) => edit(all, 'express', { hasInstallScript: true }))).toEqual([
      'express@5.3.0: runs a script when it is installed',
    ]);
    const used = Object.entries(project().lock.packages).filter(([, locked]) => locked.hasInstallScript);
    expect(new Set(used.map(([path]) => path.split('node_modules/').at(-1)))).toEqual(new Set(Object.keys(installScripts)));
  });

  test('T30: are refused under a licence that is not agreed to', () => {
    for (const license of ['GPL-3.0-only', 'AGPL-3.0', 'UNLICENSED', 'SEE LICENSE IN LICENSE', '(MIT OR GPL-2.0)'])
      expect(faultsAfter((all) => edit(all, 'express', { license }))).toEqual([`express@5.3.0: licence ${license}`]);
    expect(faultsAfter((all) => edit(all, 'express', { license: undefined }))).toEqual(['express@5.3.0: licence not named']);
  });
});
