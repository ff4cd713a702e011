import { B24OAuth, ParamsFactory } from '@bitrix24/b24jssdk';
import { pageRows, pagesInBatch, rowsIn, wantedLists, type ClientRun, type WantedList } from './client-run.ts';
import { application, type Invitation } from './served-portals.ts';

/** The official client's own way to read a list: page by page behind the last id. */
export async function fetchList({ invitation, signal, got }: ClientRun): Promise<void> {
  const sdk = openSdk(invitation);
  for (const { method, params, filter, idField, rowsIn: where } of wantedLists) {
    const pages = sdk.actions.v2.fetchList.make({
      method,
      params: { ...params, filter },
      idKey: idField,
      ...(where === 'items' ? { customKeyForResult: 'items' } : {}),
    });
    for await (const page of pages) {
      got(page.length);
      if (signal.aborted) return;
    }
  }
}

/** Its batch at its best: fifty pages in one request, each behind the last id of the one before, one request after another. */
export async function chainedBatch({ invitation, signal, got }: ClientRun): Promise<void> {
  const sdk = openSdk(invitation);
  for (const wanted of wantedLists) {
    for (let after: string | null = '0'; after !== null && !signal.aborted;) {
      const pages: ReturnType<typeof rowsIn>[] = await readChain(sdk, wanted, after);
      const short = pages.findIndex((page) => page.length < pageRows);
      const good = short < 0 ? pages : pages.slice(0, short + 1);
      got(good.reduce((total, page) => total + page.length, 0));
      after = short < 0 ? String(pages.at(-1)?.at(-1)?.[wanted.idField]) : null;
    }
  }
}

async function readChain(sdk: B24OAuth, wanted: WantedList, after: string): Promise<ReturnType<typeof rowsIn>[]> {
  const answer = await sdk.actions.v2.batch.make({ calls: chain(wanted, after), options: { isHaltOnError: true } });
  return (answer.getData() as unknown[]).map(rowsIn);
}

function chain({ method, params, filter, idField, rowsIn: where }: WantedList, after: string): [string, object][] {
  const path = `${where === 'items' ? '[items]' : ''}[${pageRows - 1}][${idField}]`;
  return Array.from({ length: pagesInBatch }, (_, index) => {
    const from = index === 0 ? after : `$result[${index - 1}]${path}`;
    return [method, { ...params, filter: { ...filter, [`>${idField}`]: from }, order: { [idField]: 'ASC' }, start: -1 }];
  });
}

/** Its limiter counts on real seconds, so it is told how much faster these pass. */
function openSdk({ origin, memberId, fields, timeScale }: Invitation): B24OAuth {
  const usual = ParamsFactory.getDefault();
  return new B24OAuth(
    {
      applicationToken: fields['APPLICATION_TOKEN'] ?? '',
      userId: 1,
      memberId,
      accessToken: fields['AUTH_ID'] ?? '',
      refreshToken: fields['REFRESH_ID'] ?? '',
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: fields['APPLICATION_SCOPE'] ?? '',
      domain: new URL(origin).host,
      clientEndpoint: `${origin}/rest/`,
      serverEndpoint: fields['SERVER_ENDPOINT'] ?? '',
      status: 'L' as never,
    },
    { clientId: application.clientId, clientSecret: application.clientSecret },
    {
      restrictionParams: {
        ...usual,
        rateLimit: { burstLimit: 50, drainRate: 2 * timeScale, adaptiveEnabled: true },
        operatingLimit: { windowMs: 600_000 / timeScale, limitMs: 480_000, heavyPercent: 80 },
        retryDelay: 1000 / timeScale,
      },
    },
  );
}
