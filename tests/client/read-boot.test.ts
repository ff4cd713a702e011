import { afterEach, describe, expect, it } from 'vitest';
import { readBoot } from '#api/read-boot.ts';
import { buildBoot, buildDeal } from './sample-data.ts';

function put(text: string): void {
  const script = document.createElement('script');
  script.id = 'boot';
  script.type = 'application/json';
  script.textContent = text;
  document.body.append(script);
}

describe('readBoot', () => {
  afterEach(() => document.body.replaceChildren());

  it('takes the first data of the page as the contract describes it', () => {
    const boot = buildBoot({ deal: buildDeal() });
    put(JSON.stringify(boot));
    expect(readBoot(document)).toEqual(boot);
  });

  it('is nothing on a page without data, with broken data or with other data', () => {
    expect(readBoot(document)).toBeNull();
    put('{');
    expect(readBoot(document)).toBeNull();
    document.body.replaceChildren();
    put(JSON.stringify({ ...buildBoot(), view: 'elsewhere' }));
    expect(readBoot(document)).toBeNull();
  });
});
