import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that mostly wait for processes to die and start again begin first, so that others run beside them. */
const waiting = /tests\/(server\/process|portal\/sdk-frame)/;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWaiting = (file: TestSpecification): boolean => waiting.test(file.moduleId);
    return [...sorted.filter(isWaiting), ...sorted.filter((file) => !isWaiting(file))];
  }
}
