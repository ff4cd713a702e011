import { parseFrameMessage, toReply } from '#portal-emulator/page/frame-message.ts';
import { answerCommand } from '#portal-emulator/page/frame-commands.ts';
import type { FrameSession, FrameSurroundings } from '#portal-emulator/page/frame-session.ts';
import type { Portal } from '#portal-emulator/page/portal-context.ts';
import { describe, expect, it } from 'vitest';

const sid = '0123456789abcdef0123456789abcdef';

describe('a message of a frame', () => {
  it('is read from both its ends, because its payload has colons of its own', () => {
    expect(parseFrameMessage(`openPath:{"path":"/crm/deal/details/5/?a=1:2"}:key:${sid}`)).toEqual({
      command: 'openPath',
      params: { path: '/crm/deal/details/5/?a=1:2' },
      payload: { path: '/crm/deal/details/5/?a=1:2' },
      key: 'key',
      appSid: sid,
    });
    expect(parseFrameMessage(`getInitData:key:${sid}`)).toMatchObject({ command: 'getInitData', params: {}, payload: undefined });
  });

  it('of `setValue` carries the bare value', () => {
    const values = ['a:b', '', 7, null, true, [1, 'x'], { a: { b: 1 } }];
    for (const value of values) {
      expect(parseFrameMessage(`setValue:${JSON.stringify(value)}:key:${sid}`)?.payload).toEqual(value);
    }
  });

  it('with a colon in its name comes as an object', () => {
    const message = { method: 'im:setImTextareaContent', params: { text: 'a:b' }, callback: 'key', appSid: sid, requestId: 'r' };
    expect(parseFrameMessage(message)).toMatchObject({
      command: 'im:setImTextareaContent',
      params: { text: 'a:b' },
      key: 'key',
      appSid: sid,
    });
    expect(parseFrameMessage({ ...message, params: '' })).toMatchObject({ params: {} });
  });

  it('that is none is not read', () => {
    const strange = [
      undefined,
      null,
      7,
      '',
      'hello',
      'a:b',
      `getInitData:{broken:key:${sid}`,
      { method: 'x' },
      [1],
      { callback: 'key', appSid: sid },
    ];
    expect(strange.map(parseFrameMessage)).toEqual(strange.map(() => undefined));
  });

  it('is answered by its key and JSON, or by its key alone', () => {
    expect(toReply('key', { result: 'close' })).toBe('key:{"result":"close"}');
    expect(toReply('key', null)).toBe('key:null');
    expect(toReply('key', undefined)).toBe('key:');
  });
});

describe('a field of the application’s own type', () => {
  it('sets and gives its value, and says that it can', async () => {
    let held: unknown = 'old';
    const field = { get: () => held, set: (value: unknown) => void (held = value) };
    const ask = createFrame('USERFIELD_TYPE', { place: 'field', field });
    expect(await ask('getInterface')).toEqual({ kind: 'reply', value: { command: ['setValue', 'getValue'], event: [] } });
    expect(await ask('getValue', { isRawValue: false })).toEqual({ kind: 'reply', value: 'old' });
    expect(await ask('setValue', 'a:b')).toEqual({ kind: 'reply', value: undefined });
    expect([held, await ask('getValue')]).toEqual(['a:b', { kind: 'reply', value: 'a:b' }]);
  });

  it('has no commands of cards, and cards have none of its own', async () => {
    const field = { get: () => '', set: () => undefined };
    expect(await createFrame('USERFIELD_TYPE', { place: 'field', field })('reloadData')).toEqual({ kind: 'silence' });
    const card = createFrame('CRM_DEAL_DETAIL_TAB', { place: 'tab', reloadData: () => undefined });
    expect(await card('setValue', 'x')).toEqual({ kind: 'silence' });
    expect(await card('getInterface')).toEqual({ kind: 'reply', value: { command: ['reloadData'], event: [] } });
  });
});

/** Asks as a frame would; these commands need nothing of the page around it. */
function createFrame(placement: string, surroundings: FrameSurroundings) {
  const session: FrameSession = { placement, appSid: sid, initData: {}, surroundings };
  return (command: string, payload?: unknown) => {
    const message = parseFrameMessage([command, ...(payload === undefined ? [] : [JSON.stringify(payload)]), 'key', sid].join(':'));
    if (!message) throw new Error(`${command} was not read`);
    return answerCommand({} as Portal, session, message);
  };
}
