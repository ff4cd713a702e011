import { fill, h } from './dom.ts';
import { answerCommand } from './frame-commands.ts';
import { parseFrameMessage, toReply } from './frame-message.ts';
import type { FrameSurroundings } from './frame-session.ts';
import type { FrameRequest } from './portal-state.ts';
import type { Portal } from './portal-context.ts';

export interface FrameHost {
  readonly element: HTMLElement;
  /** Opens the frame anew, as the person who is signed in now. */
  reload(): void;
  /** Stops listening to the frame. */
  close(): void;
}

interface FrameWanted {
  readonly placement: string;
  /** Absent where the placement has one handler. */
  readonly handler?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly title: string;
  readonly surroundings: FrameSurroundings;
}

/** Holds a frame of an application: opens it by POST and answers its messages. */
export function createFrameHost(portal: Portal, wanted: FrameWanted): FrameHost {
  const element = h('div', { class: `frame-host frame-host-${wanted.surroundings.place}` });
  let stopListening = (): void => undefined;
  let opening = 0;
  const open = async (): Promise<void> => {
    const mine = ++opening;
    stopListening();
    fill(element, h('p', { class: 'frame-waiting' }, portal.words.loading));
    try {
      const request = await portal.api.openFrame(wanted);
      if (mine === opening) stopListening = showFrame(portal, wanted, request, element);
    } catch {
      if (mine === opening) fill(element, h('p', { class: 'frame-waiting' }, portal.words.failed));
    }
  };
  void open();
  return {
    element,
    reload: () => void open(),
    close: () => {
      opening += 1;
      stopListening();
    },
  };
}

function showFrame(portal: Portal, wanted: FrameWanted, request: FrameRequest, element: HTMLElement): () => void {
  const frame = h('iframe', {
    name: request.frameName,
    title: wanted.title,
    class: 'app-frame',
    'data-test': 'app-frame',
    'data-placement': wanted.placement,
    allow: 'geolocation *; microphone *; camera *; autoplay *;',
  });
  const stopListening = listen(portal, wanted, request, frame);
  fill(element, frame);
  submitInto(request, portal.language);
  return stopListening;
}

/** The application reads only `window.name` and the POST, so the frame is filled by a form aimed at its name. */
function submitInto(request: FrameRequest, language: string): void {
  const url = new URL(request.url);
  url.searchParams.set('LANG', language);
  const fields = Object.entries(request.fields).map(([name, value]) => h('input', { type: 'hidden', name, value }));
  const form = h('form', { method: 'post', action: url.href, target: request.frameName, hidden: true }, ...fields);
  document.body.append(form);
  form.submit();
  form.remove();
}

function listen(portal: Portal, wanted: FrameWanted, request: FrameRequest, frame: HTMLIFrameElement): () => void {
  const applicationOrigin = new URL(request.url).origin;
  const session = {
    placement: wanted.placement,
    appSid: request.appSid,
    initData: { ...request.initData, LANG: portal.language } as Record<string, unknown>,
    surroundings: wanted.surroundings,
  };
  const onMessage = async (event: MessageEvent): Promise<void> => {
    if (event.source !== frame.contentWindow || event.origin !== applicationOrigin) return;
    const message = parseFrameMessage(event.data);
    if (!message || message.appSid !== request.appSid) return;
    const answer = await answerCommand(portal, session, message);
    if (answer.kind === 'reply') frame.contentWindow?.postMessage(toReply(message.key, answer.value), applicationOrigin);
  };
  const listener = (event: MessageEvent): void => void onMessage(event);
  window.addEventListener('message', listener);
  return () => window.removeEventListener('message', listener);
}
