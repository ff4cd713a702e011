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

/** Asks our server as the person whose page the frame shows. */
export async function ask<T>(frame: FrameLocator, appUrl: string, request: { method: string; path: string; body?: unknown }): Promise<T> {
  const boot = JSON.parse((await frame.locator('#boot').textContent()) ?? '{}') as { session?: { token?: string } };
  const answer = await fetch(`${appUrl}${request.path}`, {
    method: request.method,
    headers: { authorization: `Bearer ${boot.session?.token ?? ''}`, 'content-type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  if (!answer.ok) throw new Error(`${request.method} ${request.path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Sends one person a next version of a plan, as the head whose page the frame shows. */
export async function revise(
  frame: FrameLocator,
  appUrl: string,
  plan: { month: string; userId: number; revenue: string; reason: string },
): Promise<number> {
  const { month, userId, revenue, reason } = plan;
  const { version } = await ask<{ version: number }>(frame, appUrl, { method: 'GET', path: `/api/plans/${month}` });
  const lines = [{ metric: 'revenue', scope: `person:${userId}`, value: revenue }];
  await ask(frame, appUrl, { method: 'PUT', path: `/api/plans/${month}/draft`, body: { lines } });
  await ask(frame, appUrl, { method: 'POST', path: `/api/plans/${month}/publish`, body: { baseVersion: version, reason } });
  return version + 1;
}

/** Reads the sheet on the screen to its end, spreads it as it is proposed, and answers it. */
export async function decide(
  frame: FrameLocator,
  answer: { option: string; text?: string; button: string; pin: string; isPhone?: boolean },
): Promise<void> {
  // On a phone the whole plan stays behind one row until it is asked for.
  if (answer.isPhone === true) await frame.getByRole('button', { name: 'К концу плана' }).click();
  else await frame.getByText('Точный текст, который подписывается').scrollIntoViewIfNeeded();
  await frame.getByText('до конца страницы').waitFor();
  await frame.getByTestId('breakdown-save').click();
  await frame.getByText('Разложено по неделям').first().waitFor();
  await frame.getByRole('radio', { name: new RegExp(`^${answer.option}`) }).check();
  if (answer.text === undefined) await frame.getByLabel(/мне понятен/).check();
  else await frame.locator('.option__text').fill(answer.text);
  await typePin(frame.getByTestId('pin-field'), answer.pin);
  await frame.getByRole('button', { name: answer.button }).click();
}
