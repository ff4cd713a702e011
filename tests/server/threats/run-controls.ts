import { join } from 'node:path';
import { createVitest, parseCLI, type TestModule, type Vitest } from 'vitest/node';
import { askEveryEngine } from '#support/every-engine.ts';
import { announcePatches, findFault, guardsOff, type Patch } from '#support/guard-off.ts';
import { controls } from './controls.ts';
import type { Control } from './controls/control.ts';

const root = join(import.meta.dirname, '../../..');
const help = `npm run test:controls [-- T5 T8]

Runs the test of each threat twice: as it is, where it must pass, and with its guard off, where it must fail.`;

const keyOf = ({ project, file }: Control): string => `${project} ${file}`;

/** What a run of one test has shown: passed, failed by itself, or never come that far. */
type Outcome = 'passed' | 'failed' | 'broken';

// Each control names the engine that its test runs on here.
askEveryEngine();

async function runAll(wanted: readonly Control[]): Promise<{ passed: number; failed: number }> {
  const projects = [...new Set(wanted.map(({ project }) => project))];
  const { options } = parseCLI(['vitest', 'run', '--config', 'tests/vitest.config.ts', ...projects.flatMap((name) => ['--project', name])]);
  const vitest = await createVitest('test', { ...options, watch: false, fsModuleCache: false, reporters: [{}] });
  await vitest.standalone();
  try {
    const sound = await runAsTheyAre(vitest, wanted);
    let failed = 0;
    for (const control of wanted) {
      const faults = await runControl(vitest, control, sound.get(control) ?? 'broken');
      console.log(`${faults.length === 0 ? '✓' : '✗'} ${control.threat} ${control.off}${faults.map((fault) => `\n    ${fault}`).join('')}`);
      if (faults.length > 0) failed += 1;
    }
    return { passed: wanted.length - failed, failed };
  } finally {
    await vitest.close();
  }
}

/** All files of all controls at once, with every guard on. */
async function runAsTheyAre(vitest: Vitest, wanted: readonly Control[]): Promise<Map<Control, Outcome>> {
  vitest.setGlobalTestNamePattern(patternOf(wanted));
  const files = [...new Map(wanted.map((control) => [keyOf(control), control])).values()];
  const modules = await runFiles(vitest, files);
  return new Map(wanted.map((control) => [control, outcomeOf(modules.get(keyOf(control)), control)]));
}

async function runControl(vitest: Vitest, control: Control, sound: Outcome): Promise<string[]> {
  const misplaced = control.patches.flatMap((patch) => findFault(patch) ?? []);
  if (misplaced.length > 0) return misplaced;
  if (sound !== 'passed') return [`the test does not pass as it is: ${sound}`];
  switchOff(vitest, control.patches, control.patches);
  guardsOff.applied.clear();
  vitest.setGlobalTestNamePattern(patternOf([control]));
  try {
    const outcome = outcomeOf((await runFiles(vitest, [control])).get(keyOf(control)), control);
    // A browser is given a client that was built with the patches, elsewhere.
    const isBuilt = (file: string): boolean => control.project === 'browser' && file.startsWith('client/');
    const idle = control.patches
      .filter(({ file }) => !guardsOff.applied.has(file) && !isBuilt(file))
      .map(({ file }) => `${file} was not loaded`);
    if (outcome === 'failed') return idle;
    return [...idle, outcome === 'passed' ? 'the test passes with the guard off' : 'the test did not come to its end with the guard off'];
  } finally {
    switchOff(vitest, [], control.patches);
  }
}

/** What was loaded of the files before is forgotten. */
function switchOff(vitest: Vitest, patches: readonly Patch[], changed: readonly Patch[]): void {
  guardsOff.patches = patches;
  announcePatches(patches);
  for (const { file } of changed) vitest.invalidateFile(join(root, file));
}

async function runFiles(vitest: Vitest, files: readonly Control[]): Promise<Map<string, TestModule>> {
  const specifications = files.map(({ project, file }) => vitest.getProjectByName(project).createSpecification(join(root, file)));
  const { testModules: all } = await vitest.runTestSpecifications(specifications);
  // Files of earlier runs are among them.
  const testModules = all.filter((module) =>
    specifications.some((one) => one.moduleId === module.moduleId && one.project === module.project),
  );
  if (process.env['CONTROLS_TALK'] === '1') for (const module of testModules) tell(module);
  return new Map(testModules.map((module) => [`${module.project.name} ${module.moduleId.slice(root.length + 1)}`, module]));
}

function tell(module: TestModule): void {
  for (const error of module.errors()) console.log(`  ${module.moduleId}: ${error.message}`);
  for (const test of module.children.allTests()) {
    const { state, errors } = test.result();
    if (state !== 'skipped') console.log(`  ${state} ${test.fullName}${(errors ?? []).map(({ message }) => `\n    ${message}`).join('')}`);
  }
}

/** A test that fails is one that ran and did not hold; anything else says nothing about the guard. */
function outcomeOf(module: TestModule | undefined, { test }: Control): Outcome {
  const results = [...(module?.children.allTests() ?? [])]
    .filter(({ fullName }) => fullName.startsWith(test))
    .map((one) => one.result().state);
  if (results.includes('failed')) return 'failed';
  return results.includes('passed') && module?.ok() === true ? 'passed' : 'broken';
}

function patternOf(wanted: readonly Control[]): RegExp {
  return new RegExp(`^(?:${[...new Set(wanted.map(({ test }) => test.replaceAll(/[^\w ]/g, '\\$&')))].join('|')})`);
}

async function run(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) return console.log(help);
  const wanted = controls.filter(({ threat }) => words.length === 0 || words.includes(threat));
  const unknown = words.filter((word) => !controls.some(({ threat }) => threat === word));
  if (unknown.length > 0) throw new Error(`no control belongs to ${unknown.join(', ')}`);
  const { passed, failed } = await runAll(wanted);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await run(process.argv.slice(2).filter((word) => word !== '--'));
process.exit();
