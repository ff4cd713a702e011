import typescript from 'typescript';
import type { SourceFile } from './source-files.ts';

const levels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
const credential = /(token|secret|password|refreshId|authId|authorization|credential)$/i;

/** Log calls that are given something named like a credential: redaction is the second line of defence, not the first. */
export function findCredentialsInLogCalls({ path, text }: SourceFile): string[] {
  const source = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: typescript.Node): void => {
    if (typescript.isCallExpression(node) && isLogCall(node.expression)) {
      for (const name of node.arguments.flatMap(namesIn).filter((word) => credential.test(word))) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${path}:${line + 1}: ${name}`);
      }
    }
    typescript.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isLogCall(callee: typescript.Expression): boolean {
  return typescript.isPropertyAccessExpression(callee) && levels.has(callee.name.text) && /log(ger)?$/i.test(callee.expression.getText());
}

/** Of `token.userId` only the last name counts: what is logged is the user, not the token. */
function namesIn(node: typescript.Node): string[] {
  if (typescript.isIdentifier(node)) return [node.text];
  if (typescript.isPropertyAccessExpression(node)) return [node.name.text];
  const names: string[] = [];
  typescript.forEachChild(node, (child) => void names.push(...namesIn(child)));
  return names;
}
