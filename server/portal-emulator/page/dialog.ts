import { button, h, type Child } from './dom.ts';

interface Question {
  readonly title: string;
  readonly body: readonly Child[];
  readonly confirm: string;
  readonly cancel: string;
  readonly confirmTest?: string;
}

/** Asks over the whole page; true when confirmed. */
export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { class: 'dialog' },
      h('h2', {}, question.title),
      ...question.body,
      h(
        'div',
        { class: 'dialog-buttons' },
        button({ class: 'button-plain', click: () => dialog.close() }, question.cancel),
        button({ class: 'button-main', 'data-test': question.confirmTest, click: () => dialog.close('confirmed') }, question.confirm),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'confirmed');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
