import typescript from 'typescript';
import type { SourceFile } from './source-files.ts';

const hooks = new Set(['beforeAll', 'beforeEach', 'afterAll', 'afterEach']);

/**
 * Hooks that a module sets when it is loaded. Test files that share a worker share what they import, so such hooks
 * are those of the first file only, and the next one finds its store closed. They belong into a function each file calls.
 */
export function findSharedHooks({ path, text }: SourceFile): string[] {
  const source = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!typescript.isExpressionStatement(statement) || !typescript.isCallExpression(statement.expression)) return [];
    const name = statement.expression.expression.getText();
    const { line } = source.getLineAndCharacterOfPosition(statement.getStart());
    return hooks.has(name) ? [`${path}:${line + 1}: ${name}`] : [];
  });
}
