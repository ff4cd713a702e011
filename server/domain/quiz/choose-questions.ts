import { createRandom } from '../forecast/random.ts';
import { listPlanQuestions, type SignedPlan } from './plan-questions.ts';
import { subjectKey, type OwnQuestion, type QuizQuestion } from './quiz-question.ts';

/** Five about the plan and two of the bank, or six about the plan alone: between five and seven, as far as there is so much to ask. */
const fromPlan = 5;
const fromBank = 2;

/**
 * The questions of one attempt: the seed decides which and in which order, so that the same attempt is the same quiz again.
 * What a person has never been asked comes before what they were asked already; the main target is always there.
 */
export function chooseQuestions(
  given: { plan: SignedPlan; own: readonly OwnQuestion[]; seed: number },
  asked: ReadonlySet<string> = new Set(),
): QuizQuestion[] {
  const shuffle = createShuffle(given.seed);
  const inTurn = (questions: readonly QuizQuestion[]): QuizQuestion[] => {
    const mixed = shuffle(questions);
    const isNew = (question: QuizQuestion): boolean => !asked.has(subjectKey(question));
    return [...mixed.filter(isNew), ...mixed.filter((question) => !isNew(question))];
  };
  const own = inTurn(given.own.map(toQuestion)).slice(0, fromBank);
  const all = listPlanQuestions(given.plan);
  const main = all.slice(0, 1);
  const others = inTurn(all.slice(1)).slice(0, (own.length === 0 ? fromPlan + 1 : fromPlan) - main.length);
  return [...main, ...shuffle([...others, ...own])].map((question) => withMixedOptions(question, shuffle));
}

function toQuestion({ questionId, text, options, right }: OwnQuestion): QuizQuestion {
  const texts = options.map((option) => ({ kind: 'text', text: option }) as const);
  return { kind: 'choice', subject: 'own', metric: null, about: text, questionId, options: texts, right };
}

type Shuffle = <Item>(items: readonly Item[]) => Item[];

/** Fisher–Yates. */
function createShuffle(seed: number): Shuffle {
  const random = createRandom(seed);
  return <Item>(items: readonly Item[]): Item[] => {
    const left = [...items];
    const mixed: Item[] = [];
    while (left.length > 0) mixed.push(...left.splice(Math.min(left.length - 1, Math.floor(random.uniform() * left.length)), 1));
    return mixed;
  };
}

function withMixedOptions(question: QuizQuestion, shuffle: Shuffle): QuizQuestion {
  if (question.kind === 'number') return question;
  const mixed = shuffle(question.options.map((option, place) => ({ option, isRight: place === question.right })));
  return { ...question, options: mixed.map(({ option }) => option), right: mixed.findIndex(({ isRight }) => isRight) };
}
