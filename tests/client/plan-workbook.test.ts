import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileFault } from '#contract/errors.ts';
import { WorkbookErrorCode, workbookType, WorkbookWarningCode, type WorkbookCheck } from '#contract/plan-workbook.ts';
import { groupChanges, workbookName } from '#components/planning/excel/workbook-groups.ts';
import { english, russian } from '#support/texts.ts';
import PlanExcelDialog from '#views/planning/PlanExcelDialog.vue';
import { mountView } from './mount-view.ts';
import { patiently } from './patiently.ts';

const server = setupServer();
const bytesOfFile = 'PK of a workbook';
let sent: string[] = [];
let applied: unknown[] = [];
let asked: URL | null = null;

const checked = (more: Partial<WorkbookCheck> = {}): WorkbookCheck => ({
  currency: 'RUB',
  months: ['2026-12', '2027-01'],
  changes: [
    {
      sheet: 'Выручка',
      month: '2026-12',
      metric: 'revenue',
      scope: 'person:4',
      key: null,
      name: 'Петров Иван',
      from: '1200000.00',
      to: '1300000.50',
    },
    { sheet: 'Выручка', month: '2027-01', metric: 'revenue', scope: 'person:4', key: null, name: 'Петров Иван', from: null, to: '80.00' },
    { sheet: 'Звонки', month: '2026-12', metric: 'calls', scope: 'person:5', key: null, name: 'Соловьёв Олег', from: '18', to: null },
  ],
  errors: [],
  errorCount: 0,
  warnings: [],
  warningCount: 0,
  unchanged: 12,
  digest: 'a'.repeat(64),
  ...more,
});

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  sent = [];
  applied = [];
  server.use(
    http.get('*/api/plans/workbook', ({ request }) => {
      asked = new URL(request.url);
      return new HttpResponse(new Uint8Array([80, 75, 3, 4]), { headers: { 'content-type': workbookType } });
    }),
    http.post('*/api/plans/workbook/check', async ({ request }) => {
      sent.push(`${request.headers.get('content-type')} ${await request.text()}`);
      return HttpResponse.json(checked());
    }),
    http.post('*/api/plans/workbook/apply', async ({ request }) => {
      applied.push(await request.json());
      return HttpResponse.json({ saved: 3 });
    }),
  );
});
afterEach(() => {
  document.body.innerHTML = '';
  server.resetHandlers();
  vi.restoreAllMocks();
});
afterAll(() => server.close());

const at = (name: string): HTMLElement | null => document.querySelector(`[data-test="${name}"]`);
const read = (name: string): string => (at(name)?.textContent ?? '').replace(/[\s\u00A0\u202F]+/g, ' ').trim();
async function open(): Promise<VueWrapper> {
  const dialog = mountView(PlanExcelDialog, undefined, { from: '2026-12', months: 4 });
  await patiently(() => expect(at('excel-dialog')).not.toBeNull());
  return dialog;
}

async function choose(file = new File([bytesOfFile], 'план.xlsx')): Promise<void> {
  const input = at('excel-file') as HTMLInputElement;
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  input.dispatchEvent(new Event('change'));
  await flushPromises();
}

function refuse(status: number, error: object): void {
  server.use(
    http.post('*/api/plans/workbook/check', () => HttpResponse.json({ error: { message: 'x', requestId: 'r1', ...error } }, { status })),
  );
}

describe('the dialog of the workbook', () => {
  it('hands over a workbook of the months, under a name that says which', async () => {
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      names.push(this.download);
    });
    await open();
    expect(read('excel-dialog')).toContain('План за декабрь 2026 — март 2027');
    at('excel-download')?.click();
    await patiently(() => expect(names).toEqual(['План 2026-12 — 2027-03.xlsx']));
    expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({ from: '2026-12', months: '4', language: 'ru' });
  });

  it('shows what a file changes and writes it only when that is confirmed', async () => {
    const dialog = await open();
    expect((at('excel-apply') as HTMLButtonElement).disabled).toBe(true);
    await choose();
    await patiently(() => expect(at('excel-changes')).not.toBeNull());
    expect(sent).toEqual([`${workbookType} ${bytesOfFile}`]);
    expect(read('excel-dialog')).toContain('Изменятся 3 значения');
    expect(read('excel-dialog')).toContain('Без изменений: 12 строк');
    expect(read('excel-changes')).toContain('Петров Иван1 200 0001 300 000,50');
    expect(read('excel-changes')).toContain('Соловьёв Олег18нет плана');
    expect(applied).toEqual([]);
    at('excel-apply')?.click();
    await patiently(() => expect(dialog.emitted('applied')).toEqual([[3]]));
    expect(applied).toEqual([
      {
        months: ['2026-12', '2027-01'],
        digest: 'a'.repeat(64),
        changes: [
          { month: '2026-12', metric: 'revenue', scope: 'person:4', key: null, value: '1300000.50' },
          { month: '2027-01', metric: 'revenue', scope: 'person:4', key: null, value: '80.00' },
          { month: '2026-12', metric: 'calls', scope: 'person:5', key: null, value: null },
        ],
      },
    ]);
  });

  it('names errors and warnings with their cells, and confirms nothing while there are errors', async () => {
    const errors = [{ sheet: 'Выручка', cell: 'D7', code: 'not-a-number' as const, text: 'много', name: 'Петров Иван' }];
    const warnings = [{ sheet: 'Звонки', cell: 'B3', code: 'name-differs' as const, text: 'Петров', name: 'Соловьёв Олег' }];
    server.use(
      http.post('*/api/plans/workbook/check', () => HttpResponse.json(checked({ errors, errorCount: 1, warnings, warningCount: 201 }))),
    );
    await open();
    await choose();
    await patiently(() => expect(at('excel-errors')).not.toBeNull());
    expect(read('excel-errors')).toBe('1 ошибка: исправьте её в файле и загрузите его сноваВыручка, D7Петров Иван: «много» — не число');
    expect(read('excel-warnings')).toContain('Звонки, B3рядом с кодом «Петров», а по коду это Соловьёв Олег. Взят код');
    expect(read('excel-warnings')).toContain('и ещё 200');
    expect((at('excel-apply') as HTMLButtonElement).disabled).toBe(true);
  });

  it('says why a file was refused, and never sends one that is too long', async () => {
    await open();
    refuse(422, { code: 'file-refused', fault: 'protected' });
    await choose();
    await patiently(() => expect(read('excel-problem')).toContain('Файл защищён паролем'));
    refuse(503, { code: 'unavailable' });
    await choose();
    await patiently(() => expect(read('excel-problem')).toContain(russian.errors.unavailable.title));
    await choose(new File([new Uint8Array(5 * 1024 * 1024 + 1)], 'большой.xlsx'));
    await patiently(() => expect(read('excel-problem')).toContain('Файл больше 5 МБ'));
    expect(sent).toEqual([]);
  });

  it('compares the same file again when the draft has changed meanwhile', async () => {
    const dialog = await open();
    await choose();
    await patiently(() => expect(at('excel-changes')).not.toBeNull());
    server.use(
      http.post('*/api/plans/workbook/apply', () =>
        HttpResponse.json({ error: { code: 'conflict', message: 'x', requestId: 'r1' } }, { status: 409 }),
      ),
    );
    at('excel-apply')?.click();
    await patiently(() => expect(read('excel-problem')).toContain('черновик изменился'));
    at('excel-look')?.click();
    await patiently(() => expect(sent).toHaveLength(2));
    await patiently(() => expect(at('excel-problem')).toBeNull());
    expect(dialog.emitted('applied')).toBeUndefined();
  });

  it('has words for every code in both languages', () => {
    for (const { planning } of [russian, english]) {
      expect(Object.keys(planning.excel.errors).toSorted()).toEqual(WorkbookErrorCode.options.toSorted());
      expect(Object.keys(planning.excel.warnings).toSorted()).toEqual(WorkbookWarningCode.options.toSorted());
      expect(Object.keys(planning.excel.fault).toSorted()).toEqual(FileFault.options.toSorted());
    }
  });
});

describe('the changes of a workbook', () => {
  it('are told sheet by sheet as the file has them, and month by month', () => {
    const { changes } = checked();
    const groups = groupChanges([changes[1]!, changes[2]!, changes[0]!]);
    expect(groups.map(({ sheet, month }) => `${sheet} ${month}`)).toEqual(['Выручка 2026-12', 'Выручка 2027-01', 'Звонки 2026-12']);
  });

  it('of one month stand in a file that is called by it', () => {
    expect(workbookName('План', '2026-12', '2026-12')).toBe('План 2026-12.xlsx');
  });
});
