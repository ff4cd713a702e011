import { AppError } from '#kernel/errors.ts';
import { levelOfPin, lockMs } from '#domain/signing-pin.ts';
import { clearTries, takeTry } from '#store/signing-pins.ts';
import type { Web } from './web.ts';

/**
 * Proves a PIN outside any transaction, because its hash takes half a second: the try is counted and committed first,
 * and taken back when it was right. Says how sure the PIN makes us.
 */
export async function provePin(
  web: Pick<Web, 'store' | 'pins' | 'systemClock' | 'businessClock'>,
  person: { portalId: bigint; userId: bigint },
  pin: string | undefined,
): Promise<'L1' | 'L2'> {
  const portal = web.store.forPortal(person.portalId);
  if (pin === undefined) throw new AppError('pin-refused', 'The PIN is asked for');
  const tried = await portal.transaction((tx) => takeTry(tx, person.userId, { now: web.systemClock(), lockMs }));
  if (tried === undefined) throw new AppError('pin-refused', 'There is no PIN yet');
  if (tried.kind === 'locked') {
    const retryAfterMs = tried.until.getTime() - web.systemClock().getTime();
    throw new AppError('pin-locked', 'Too many wrong tries', { details: { retryAfterMs } });
  }
  if (!(await web.pins.verify(person, pin, tried.pin))) throw new AppError('pin-refused', 'It is another PIN');
  await portal.transaction((tx) => clearTries(tx, person.userId));
  return levelOfPin(tried.pin, web.businessClock());
}
