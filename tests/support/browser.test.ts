import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';

let server: Server;
let browser: Browser;
let address: string;

beforeAll(async () => {
  server = createServer((_request, response) =>
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .setHeader('access-control-allow-origin', '*')
      .end('<p id="text">Жёлтый</p>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server.close();
});

describe('the browser of the tests', () => {
  test('keeps two people apart in two contexts', async () => {
    const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
    await first.addCookies([{ name: 'who', value: 'first', url: address }]);
    expect(await second.cookies()).toEqual([]);
    const page = await second.newPage();
    await page.goto(address);
    expect(await page.textContent('#text')).toBe('Жёлтый');
    await Promise.all([first.close(), second.close()]);
  });

  test('draws Cyrillic letters that differ from each other', async () => {
    const page = await browser.newPage();
    const widthOf = (letter: string): Promise<number> =>
      page.evaluate((text) => {
        const pen = document.createElement('canvas').getContext('2d');
        if (pen === null) throw new Error('no canvas');
        pen.font = '100px sans-serif';
        return pen.measureText(text).width;
      }, letter);
    const widths = [await widthOf('ш'), await widthOf('г'), await widthOf('ё')];
    expect(new Set(widths).size).toBe(widths.length);
    await page.close();
  });

  test('reaches this machine only', async () => {
    const page = await browser.newPage();
    await page.goto(address);
    const reach = (target: string): Promise<string> =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            () => 'reached',
            () => 'refused',
          ),
        target,
      );
    expect([await reach(address), await reach('http://example.com/'), await reach('http://192.0.2.1/')]).toEqual([
      'reached',
      'refused',
      'refused',
    ]);
    await page.close();
  });
});
