import { companyStructureV3Methods } from './company-structure.ts';
import { createSelfDescription } from './self-description.ts';
import { taskV3Methods } from './tasks.ts';
import type { V3Method } from './v3-method.ts';
import { workTimeV3Methods } from './work-time.ts';

const methods: ReadonlyMap<string, V3Method> = new Map(
  [companyStructureV3Methods, createSelfDescription(() => methods), taskV3Methods, workTimeV3Methods].flatMap((group) =>
    Object.entries(group),
  ),
);

export function findV3Method(name: string): V3Method | undefined {
  return methods.get(name);
}

/** Names of everything that REST 3.0 serves beside `batch`. */
export function v3MethodNames(): string[] {
  return [...methods.keys()];
}
