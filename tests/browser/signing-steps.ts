import type { FrameLocator, Locator } from 'playwright-core';

/** Types a PIN into its six boxes; the next one is taken by itself. */
export async function typePin(field: Locator, pin: string): Promise<void> {
  await field.locator('input').first().click();
  await field
    .locator('input')
    .first()
    .pressSequentially(pin[0] ?? '');
  for (const [index, digit] of [...pin].entries()) if (index > 0) await field.locator('input').nth(index).pressSequentially(digit);
}

/** Accepts the agreement and sets a PIN, as the first signature with one asks for. */
export async function setPin(frame: FrameLocator, pin: string): Promise<void> {
  await frame.getByTestId('pin-agreement').check();
  await typePin(frame.getByTestId('pin-new'), pin);
  await typePin(frame.getByTestId('pin-again'), pin);
  await frame.getByTestId('pin-set').click();
  await frame.getByTestId('pin-step').waitFor();
}
