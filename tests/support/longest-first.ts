import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that mostly wait for processes to die and start again begin first, so that others run beside them. */
const waiting = /tests\/server\/(process|faults)/;

/** Its story begins where the demo begins; other journeys send further plans to its people. */
const opening = /tests\/browser\/signing/;

/** Moves the clock of the demo that all journeys share, so that no other may follow it. */
const closing = /tests\/browser\/review-circle/;

/** A worker goes on with a file of the same project without starting anew, so projects stand together, the heaviest first. */
const projects = ['server-pglite', 'server-postgres', 'portal', 'client', 'domain', 'support'];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWaiting = (file: TestSpecification): boolean => waiting.test(file.moduleId);
    const rank = (file: TestSpecification): number => {
      if (opening.test(file.moduleId)) return -2 * projects.length;
      if (closing.test(file.moduleId)) return projects.length + 1;
      const place = projects.indexOf(file.project.name);
      return isWaiting(file) ? place - projects.length : place;
    };
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
