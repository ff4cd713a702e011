import type { QuizResults } from '#contract/quiz.ts';
import type { Language } from '#contract/wire.ts';
import { formatMonth } from '#format/date.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

type Words = { t: Translate; language: Language };

const titleOf = ({ month }: QuizResults, { t, language }: Words): string =>
  t('quiz.summary', { month: formatMonth(month, language, { year: true }) });

/** How each person did. */
export function toQuizPeopleFile(results: QuizResults, words: Words): TableFile {
  const { t } = words;
  const title = titleOf(results, words);
  return {
    name: title,
    about: title,
    columns: [
      { title: t('export.who'), kind: 'text' },
      { title: t('export.department'), kind: 'text' },
      { title: t('export.state'), kind: 'text', width: 16 },
      { title: t('export.rightAnswers'), kind: 'count' },
      { title: t('export.questions'), kind: 'count' },
      { title: t('export.tries'), kind: 'count' },
      { title: t('export.askedFrom'), kind: 'day' },
    ],
    rows: results.people.map(({ name, departmentName, state, last, tries, dueOn }) => ({
      cells: [name, departmentName, t(`quiz.states.${state}`), last?.right ?? null, last?.total ?? null, tries, dueOn],
    })),
  };
}

/** What people do not know, question by question. */
export function toQuizQuestionsFile(results: QuizResults, words: Words): TableFile {
  const { t } = words;
  const title = titleOf(results, words);
  return {
    name: `${title}, ${t('quiz.notKnown').toLowerCase()}`,
    about: `${title}. ${t('quiz.notKnown')}`,
    columns: [
      { title: t('export.question'), kind: 'text', width: 60 },
      { title: t('export.asked'), kind: 'count' },
      { title: t('export.unknownTo'), kind: 'count' },
      { title: t('export.who'), kind: 'text', width: 60 },
    ],
    rows: results.questions.map(({ text, asked, unknownTo }) => ({ cells: [text, asked, unknownTo.length, unknownTo.join(', ')] })),
  };
}
