import type { AttentionItem } from '#contract/attention.ts';

export interface AttentionWords {
  readonly title: string;
  readonly lines: readonly string[];
}

/** How the page says things in its language. */
export interface Speaker {
  /** A text of `attention`. */
  say(key: string, values?: Record<string, unknown>): string;
  /** A text of `attention` with a number in it, in the right plural. */
  count(key: string, n: number): string;
  millions(amount: string): string;
  thousands(amount: string): string;
  month(month: string): string;
  /** Without quotes that would stand inside others. */
  quoted(text: string): string;
  /** As the viewer's own rights let it be read. */
  titleOf(dealId: string): string | undefined;
}

type Describe<Kind extends AttentionItem['kind']> = (item: Extract<AttentionItem, { kind: Kind }>, to: Speaker) => AttentionWords;

const longestNames = 3;

/** As many as can be read at a glance, and how many more there are. */
function shorten(names: readonly string[], { say }: Speaker): string[] {
  const rest = names.length - longestNames;
  return rest > 0 ? [...names.slice(0, longestNames), say('more', { n: rest })] : [...names];
}

function answer({ kind, name, text }: Extract<AttentionItem, { kind: 'objection' | 'refusal' }>, { say, quoted }: Speaker): AttentionWords {
  return { title: say(`${kind}.title`, { name }), lines: text === '' ? [] : [say(`${kind}.text`, { text: quoted(text) })] };
}

const describers: { readonly [Kind in AttentionItem['kind']]: Describe<Kind> } = {
  'no-calls': ({ name, workdays }, { say, count }) => ({
    title: say('no-calls.title', { name, days: count('days', workdays) }),
    lines: [say('no-calls.text')],
  }),
  behind: ({ name, deviation, workdays }, { say, count, thousands }) => ({
    title: say('behind.title', { name, deviation: thousands(deviation) }),
    lines: [workdays === null ? say('behind.undecided') : say('behind.text', { days: count('workdays', workdays) })],
  }),
  pushed: ({ name, dealId, pushes, amount }, { say, count, millions, quoted, titleOf }) => {
    const deal = titleOf(dealId);
    const about = { sum: millions(amount), name };
    const line = deal === undefined ? say('pushed.untitled', about) : say('pushed.text', { ...about, deal: quoted(deal) });
    return { title: say('pushed.title', { times: count('times', pushes) }), lines: [line] };
  },
  activity: ({ people }, to) => ({
    title: to.say('activity.title', { people: to.count('people', people.length) }),
    lines: shorten(
      people.map(({ name }) => name),
      to,
    ),
  }),
  objection: answer,
  refusal: answer,
  question: (item, { say, month }) => ({
    title: say('question.title', { name: item.name }),
    lines: [say('question.text', { month: month(item.month) })],
  }),
  unsigned: (item, to) => {
    const people = item.waiting.map(({ name, version, days }) =>
      to.say('unsigned.person', { name, version, days: days === 0 ? to.say('today') : to.count('days', days) }),
    );
    const title = to.say('unsigned.title', { month: to.month(item.month), waiting: item.waiting.length, total: item.total });
    return { title, lines: shorten(people, to) };
  },
  overdue: ({ deals, sum }, { say, count, millions }) => ({
    title: say('overdue.title', { deals: count('deals', deals) }),
    lines: [say('overdue.text', { sum: millions(sum) })],
  }),
  'late-decision': ({ name, words, days }, { say, count }) => ({
    title: say('late-decision.title', { days: count('days', days) }),
    lines: [words === '' ? name : say('late-decision.text', { words, name })],
  }),
};

/** Says by facts what happened; never why. */
export function describeAttention(item: AttentionItem, to: Speaker): AttentionWords {
  return (describers[item.kind] as Describe<AttentionItem['kind']>)(item, to);
}
