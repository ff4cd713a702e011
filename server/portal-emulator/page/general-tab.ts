import { avatar, fullName } from './avatar.ts';
import { boundButtons } from './bound-placements.ts';
import { h } from './dom.ts';
import { editableRow, fieldRow } from './field-row.ts';
import { timeline } from './timeline.ts';
import type { CardActions, CardChange, CardModel, CardSource } from './card-model.ts';
import type { Portal } from './portal-context.ts';

/** Fields of the record beside what was done about it. */
export function generalTab(portal: Portal, source: CardSource, model: CardModel, { change, reload }: CardActions): HTMLElement {
  const { words } = portal;
  const stageName = model.stages.find((stage) => stage.id === model.stageId)?.name ?? '';
  const fields = [
    amountRow(portal, model, change),
    fieldRow(source.stageHeading, stageName),
    responsibleRow(portal, model, change),
    model.closeDate === undefined ? null : closeDateRow(portal, model.closeDate, change),
    fieldRow(words.company, model.companyTitle ?? h('span', { class: 'field-empty' }, words.notSet)),
  ];
  const place = { code: source.activityPlacement, options: { ID: String(source.id) }, reloadData: reload };
  const planning = boundButtons(portal, place, { class: 'timeline-action', test: 'activity' });
  return h(
    'div',
    { class: 'general-tab' },
    h('section', { class: 'panel card-panel' }, h('h2', {}, source.fieldsHeading), ...fields),
    h(
      'section',
      { class: 'panel card-panel' },
      h('div', { class: 'timeline-head' }, h('h2', {}, words.timeline), ...planning),
      timeline(portal, model.activities),
    ),
  );
}

function amountRow(portal: Portal, model: CardModel, change: (change: CardChange) => Promise<void>): HTMLElement {
  const { words, formats } = portal;
  return editableRow(portal, {
    name: 'amount',
    label: words.amount,
    shown: [h('strong', { class: 'field-amount' }, `${formats.amount(model.amount)} ${formats.currency(model.currency)}`)],
    control: () => h('input', { type: 'text', inputmode: 'decimal', value: model.amount }),
    save: (typed) => {
      const amount = typed.replaceAll(/\s/g, '').replace(',', '.');
      if (/^\d+(\.\d{1,4})?$/.test(amount)) return change({ amount });
      portal.notify(words.notSaved);
      return undefined;
    },
  });
}

function responsibleRow(portal: Portal, model: CardModel, change: (change: CardChange) => Promise<void>): HTMLElement {
  const { people } = portal.state.current;
  const known = people.some((person) => person.id === model.responsible.id) ? people : [model.responsible, ...people];
  return editableRow(portal, {
    name: 'responsible',
    label: portal.words.responsible,
    shown: [h('span', { class: 'person' }, avatar(model.responsible, 'small'), fullName(model.responsible))],
    control: () =>
      h(
        'select',
        {},
        ...known.map((person) => h('option', { value: person.id, selected: person.id === model.responsible.id }, fullName(person))),
      ),
    save: (typed) => change({ responsibleId: Number(typed) }),
  });
}

function closeDateRow(portal: Portal, closeDate: string | null, change: (change: CardChange) => Promise<void>): HTMLElement {
  const { words, formats } = portal;
  return editableRow(portal, {
    name: 'close-date',
    label: words.closeDate,
    shown: [closeDate ? formats.day(closeDate) : h('span', { class: 'field-empty' }, words.notSet)],
    control: () => h('input', { type: 'date', value: closeDate?.slice(0, 10) ?? '' }),
    save: (typed) => (typed === '' ? undefined : change({ closeDate: typed })),
  });
}
