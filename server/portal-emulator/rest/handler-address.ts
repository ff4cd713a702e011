import { RestError } from '../rest-error.ts';

/** Addresses Bitrix24 accepts for handlers: http or https and a host with a dot, so never `localhost` unless the portal allows it. */
export function readHandlerAddress(value: unknown, allowsLocal = false): string {
  if (typeof value !== 'string' || value === '') throw new RestError('EMPTY_ERROR_HANDLER_URL', 'Handler URL is empty');
  if (!URL.canParse(value)) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
  const { protocol, hostname } = new URL(value);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new RestError('ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported event handler protocol');
  if (!hostname.includes('.') && !allowsLocal) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
  return value;
}
