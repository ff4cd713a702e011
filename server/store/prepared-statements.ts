import { messages, parse, protocol, type PGlite, type QueryOptions, type Results } from '@electric-sql/pglite';

export type AskEngine = <Row>(text: string, values?: unknown[], options?: QueryOptions) => Promise<Results<Row>>;

/** More texts than the product has; those made for a number of values of their own push each other out. */
const mostStatements = 300;

/**
 * PGlite reads and plans the text of a query each time it is asked, in six messages; here a text that comes again
 * is prepared and takes one round from then on. `askOnce` is the engine's own way, and it must be free to be asked.
 */
export function createPreparedStatements(pglite: PGlite): (askOnce: AskEngine) => AskEngine {
  const seen = new Set<string>();
  const statements = new Map<string, Promise<Statement>>();
  let count = 0;
  const send = (...parts: Uint8Array[]): Promise<Message[]> =>
    pglite.runExclusive(() => pglite.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false }));

  /** Those who ask at the same time wait for one statement; one that could not be made is tried again. */
  function take(text: string): Promise<Statement> {
    const statement = statements.get(text) ?? prepare(text);
    // The one that was taken last is the last to make room, so that none goes while somebody is about to use it.
    statements.delete(text);
    statements.set(text, statement);
    statement.catch(() => statements.delete(text));
    return statement;
  }

  async function prepare(text: string): Promise<Statement> {
    await makeRoom();
    count += 1;
    const name = `kurs_${count}`;
    const answers = await send(serialize.parse({ text, name }), serialize.describe({ type: 'S', name }));
    const row = answers.filter((answer) => answer instanceof messages.RowDescriptionMessage);
    return { name, parameterTypes: parse.parseDescribeStatementResults(answers), row };
  }

  async function makeRoom(): Promise<void> {
    if (seen.size > 4 * mostStatements) seen.clear();
    const [oldest] = statements;
    if (statements.size < mostStatements || oldest === undefined) return;
    statements.delete(oldest[0]);
    const { name } = await oldest[1];
    await send(serialize.close({ type: 'S', name }));
  }

  return (askOnce) =>
    async <Row>(text: string, values: unknown[] = [], options?: QueryOptions) => {
      if (!statements.has(text) && !seen.has(text)) {
        seen.add(text);
        return askOnce<Row>(text, values, options);
      }
      const { name, parameterTypes, row } = await take(text);
      const written = values.map((value, at) => write(pglite, value, parameterTypes[at]));
      const answers = await send(serialize.bind({ statement: name, values: written }), serialize.execute());
      const [results] = parse.parseResults([...row, ...answers], pglite.parsers, options);
      return results as Results<Row>;
    };
}

const { serialize } = protocol;

type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number];

/** What the engine has told of a statement when it was prepared. */
interface Statement {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  readonly row: readonly Message[];
}

function write(pglite: PGlite, value: unknown, type: number | undefined): string | null {
  if (value === null || value === undefined) return null;
  const serializer = type === undefined ? undefined : pglite.serializers[type];
  return serializer === undefined ? String(value) : serializer(value);
}
