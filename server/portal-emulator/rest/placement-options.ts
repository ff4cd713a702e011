import { isRecord } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';

type Options = Readonly<Record<string, string>>;
type Given = Readonly<Record<string, unknown>>;

/** What a place keeps of OPTIONS; most keep nothing and say nothing. */
export function readPlacementOptions(placement: string, raw: unknown): Options {
  const given = isRecord(raw) ? raw : {};
  if (placement === 'PAGE_BACKGROUND_WORKER') return { errorHandlerUrl: readErrorHandler(given) };
  if (placement.startsWith('IM')) return readMessengerOptions(placement, given);
  return keep(given, keptBy(placement));
}

function keptBy(placement: string): readonly string[] {
  if (placement.endsWith('_DETAIL_ACTIVITY')) return ['useBuiltInInterface', 'newUserNotificationTitle', 'newUserNotificationText'];
  if (placement === 'TASK_VIEW_TAB' || placement === 'TASK_VIEW_SIDEBAR') return ['groupId'];
  return placement === 'CRM_REQUISITE_AUTOCOMPLETE' || placement === 'CRM_BANK_DETAIL_AUTOCOMPLETE' ? ['countries'] : [];
}

function keep(given: Given, names: readonly string[]): Options {
  const entries = names.flatMap((name) => (given[name] === undefined || given[name] === '' ? [] : [[name, String(given[name])] as const]));
  return Object.fromEntries(entries);
}

function readErrorHandler(given: Given): string {
  const address = given['errorHandlerUrl'];
  if (typeof address === 'string' && address !== '') return address;
  throw new RestError('EMPTY_ERROR_HANDLER_URL', 'Error handler URL is empty');
}

const withIcon = new Set(['IM_TEXTAREA', 'IM_SIDEBAR', 'IM_NAVIGATION']);
const contexts = new Set(['ALL', 'USER', 'CHAT', 'LINES', 'CRM']);

function readMessengerOptions(placement: string, given: Given): Options {
  const context = String(given['context'] ?? 'ALL').split(';');
  if (!context.every((kind) => contexts.has(kind))) throw new RestError('INVALID_ERROR_CONTEXT', 'Invalid context');
  return {
    ...(withIcon.has(placement) ? { iconName: readIcon(given) } : {}),
    ...(placement === 'IM_TEXTAREA' ? keep(given, ['color', 'width', 'height']) : {}),
    extranet: given['extranet'] === 'Y' ? 'Y' : 'N',
    ...(placement === 'IM_NAVIGATION' ? {} : { context: context.includes('ALL') ? 'ALL' : context.join(';') }),
    role: given['role'] === 'ADMIN' ? 'ADMIN' : 'USER',
  };
}

/** Up to fifty characters of Font Awesome 4. */
function readIcon(given: Given): string {
  const icon = given['iconName'];
  if (typeof icon === 'string' && icon.length <= 50 && /[a-z -]/i.test(icon)) return icon;
  throw new RestError('ERROR_ARGUMENT', "Argument 'iconName' is null or empty", 400, 'iconName');
}
