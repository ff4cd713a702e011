import type { StoreOptions } from '#store/open-store.ts';
import { keysetOperating, leastTime, offsetOperating, offsetWindows, portalBurst } from './cost-model.ts';
import { forkScript } from './fork-script.ts';
import type { LoadNews, LoadOrder, Moment } from './load-portal.ts';
import { rowsOf, type PortalSize } from './portal-of-rows.ts';
import type { ClientName, ClientOrder, ClientResult } from './run-client.ts';
import type { Served } from './served-portals.ts';

export interface OwnFigure {
  readonly portalSeconds: number;
  readonly requests: number;
  readonly limitErrors: number;
  readonly operating: number;
  readonly peakMb: number;
  readonly cpuSeconds: number;
  /** Memory at each tenth of the rows. */
  readonly tenths: readonly Moment[];
}

/** Our first load from the wish for it to the last row in the store. */
export async function loadedBy(served: Served, store: StoreOptions, size: PortalSize): Promise<OwnFigure> {
  const { traffic, timeScale } = served.portal('ours');
  const moments: Moment[] = [];
  const onNews = ({ moment }: LoadNews): void => void moments.push(moment);
  await forkScript<LoadOrder, LoadNews>('./load-portal.ts', { invitation: served.invite('ours'), store }, { onNews });
  const last = moments.at(-1);
  if (!last || last.rows < rowsOf(size)) throw new Error(`only ${last?.rows ?? 0} rows of ${rowsOf(size)} were loaded`);
  const tenths = Array.from({ length: 10 }, (_, tenth) => moments.find(({ rows }) => rows >= ((tenth + 1) / 10) * last.rows));
  return {
    portalSeconds: last.seconds * timeScale,
    requests: traffic.requests,
    limitErrors: traffic.limitErrors,
    operating: traffic.operating,
    cpuSeconds: last.cpuSeconds,
    peakMb: Math.max(...moments.map(({ rssMb }) => rssMb)),
    tenths: tenths.filter((moment) => moment !== undefined),
  };
}

export interface ComparedClient {
  readonly name: ClientName;
  readonly title: string;
  /** Answers behind which its steady pace begins. */
  readonly burst: number;
  readonly paging: 'keyset' | 'offset';
}

export interface ClientFigure extends Pick<ComparedClient, 'name' | 'title'> {
  readonly portalSeconds: number;
  readonly how: 'measured' | 'extrapolated' | 'computed';
  /** Seen while it was watched. */
  readonly requests: number;
  readonly limitErrors: number;
  /** Of all rows, by the cost model. */
  readonly operating: number;
  readonly failure: string | null;
}

/** Those that ask little beside each other, the others one after another; each has its own portal and process. */
export async function compareClients(
  served: Served,
  clients: readonly ComparedClient[],
  { size, seconds }: { size: PortalSize; seconds: number },
): Promise<ClientFigure[]> {
  const watchOne = async (client: ComparedClient): Promise<ClientFigure> => {
    const results: ClientResult[] = [];
    const order = { name: client.name, invitation: served.invite(client.name), burst: client.burst, seconds };
    await forkScript<ClientOrder, ClientResult>('./run-client.ts', order, { onNews: (result) => void results.push(result) });
    const [result] = results;
    if (!result) throw new Error(`${client.title} left no result`);
    return toFigure(served, client, { result, size });
  };
  const figures = await Promise.all(clients.filter(({ paging }) => paging === 'keyset').map(watchOne));
  for (const client of clients.filter(({ paging }) => paging === 'offset')) figures.push(await watchOne(client));
  return figures;
}

function toFigure(served: Served, client: ComparedClient, { result, size }: { result: ClientResult; size: PortalSize }): ClientFigure {
  const { traffic, timeScale } = served.portal(client.name);
  const { name, title, paging } = client;
  const left = rowsOf(size) - result.rows;
  // When the operating time is used up the pace says nothing any more: what the portal allows decides.
  const isRefused = paging === 'offset' && (traffic.limitErrors > 0 || result.failure !== null);
  const paced = isRefused ? 0 : (result.seconds + left / result.rate) * timeScale;
  const allowed = paging === 'offset' ? Math.max(offsetWindows(size), leastTime(size, portalBurst).seconds) : 0;
  const isMeasured = result.isFinished && !isRefused;
  return {
    name,
    title,
    portalSeconds: isMeasured ? result.seconds * timeScale : Math.max(paced, allowed),
    how: isMeasured ? 'measured' : paced >= allowed ? 'extrapolated' : 'computed',
    requests: traffic.requests,
    limitErrors: traffic.limitErrors,
    operating: paging === 'offset' ? offsetOperating(size) : keysetOperating(size),
    failure: result.failure,
  };
}
