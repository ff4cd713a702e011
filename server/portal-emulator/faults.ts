import { ConnectionReset } from './connection-reset.ts';
import type { FaultName, Faults } from './emulator-options.ts';
import { replyHtml } from './html-reply.ts';
import { replyJson } from './json-reply.ts';
import { createSeededRandom } from './scenarios/seeded-random.ts';

export type EventFate = 'sent' | 'lost' | 'repeated' | 'late';

/** What goes wrong on the way; requests and events draw from rows of their own, so that one does not shift the other. */
export interface FaultSource {
  /** Serves a request of REST or OAuth, or does not, or loses the answer. */
  serve(kind: 'rest' | 'oauth', answer: () => Promise<Response>): Promise<Response>;
  fateOfEvent(): EventFate;
  /** An event that nobody's token goes with. */
  isTokenless(): boolean;
}

export function createFaults(faults: Faults | undefined, sleep: (ms: number) => Promise<void>): FaultSource {
  if (!faults) return { serve: (_kind, answer) => answer(), fateOfEvent: () => 'sent', isTokenless: () => false };
  const requests = createSeededRandom(faults.seed);
  const events = createSeededRandom(faults.seed + 1);
  const tell = (fault: FaultName): void => faults.onFault?.(fault);
  return {
    async serve(kind, answer) {
      const fault = pick(requests.next(), faults);
      const slowness = requests.next();
      if (faults.slow && slowness < faults.slow.share) {
        tell('slow-answer');
        await sleep(faults.slow.ms);
      }
      if (fault !== null && !(fault === 'expired-token' && kind === 'oauth')) tell(fault);
      return breakRequest(fault, kind, answer);
    },
    fateOfEvent() {
      const fate = pickFate(events.next(), faults);
      if (fate !== 'sent') tell(`${fate}-event`);
      return fate;
    },
    isTokenless() {
      const isTokenless = events.next() < (faults.tokenlessEvents ?? 0);
      if (isTokenless) tell('tokenless-event');
      return isTokenless;
    },
  };
}

function pickFate(drawn: number, { lostEvents = 0, repeatedEvents = 0, reorderedEvents = 0 }: Faults): EventFate {
  if (drawn < lostEvents) return 'lost';
  if (drawn < lostEvents + repeatedEvents) return 'repeated';
  return drawn < lostEvents + repeatedEvents + reorderedEvents ? 'late' : 'sent';
}

type RequestFault = Exclude<FaultName, `${string}-event` | 'slow-answer'>;

function pick(drawn: number, faults: Faults): RequestFault | null {
  const resets = (faults.resets ?? 0) / 2;
  const shares: readonly (readonly [RequestFault, number])[] = [
    ['refused-request', faults.refusedRequests ?? 0],
    ['unheard-answer', faults.unheardAnswers ?? 0],
    ['truncated-answer', faults.truncatedAnswers ?? 0],
    ['reset-before', resets],
    ['reset-after', resets],
    ['expired-token', faults.expiredTokens ?? 0],
  ];
  let bound = 0;
  for (const [fault, share] of shares) {
    bound += share;
    if (drawn < bound) return fault;
  }
  return null;
}

async function breakRequest(fault: RequestFault | null, kind: 'rest' | 'oauth', answer: () => Promise<Response>): Promise<Response> {
  switch (fault) {
    case 'refused-request':
      return replyHtml(502, 'Bad Gateway');
    case 'unheard-answer':
      await answer();
      return replyHtml(504, 'Gateway Time-out');
    case 'truncated-answer':
      return cutInHalf(await answer());
    case 'reset-before':
      throw new ConnectionReset();
    case 'reset-after':
      await answer();
      throw new ConnectionReset();
    case 'expired-token':
      if (kind === 'oauth') return answer();
      return replyJson(401, { error: 'expired_token', error_description: 'The access token provided has expired.' });
    default:
      return answer();
  }
}

async function cutInHalf(response: Response): Promise<Response> {
  const text = await response.text();
  return new Response(text.slice(0, Math.floor(text.length / 2)), { status: response.status, headers: response.headers });
}
