import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Ask {
  readonly path: string;
  /** A change is put with this body. */
  readonly put?: object;
}

/** Requests that were answered, and how long each took. */
export interface Load {
  readonly times: readonly number[];
  readonly seconds: number;
  readonly lastBody: string;
}

/** As many people as there are tokens ask for some seconds, each the next thing once the last answer is there. */
export async function load(port: number, people: readonly string[], asks: readonly Ask[], seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: people.length });
  const times: number[] = [];
  const began = performance.now();
  let turn = 0;
  let lastBody = '';
  const askOn = async (token: string): Promise<void> => {
    while (performance.now() < began + seconds * 1000) {
      const asked = performance.now();
      const next = asks[turn++ % asks.length];
      if (next === undefined) return;
      lastBody = await send({ agent, port, token, ask: next });
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(people.map(askOn));
  agent.destroy();
  return { times, seconds: (performance.now() - began) / 1000, lastBody };
}

function send({ agent, port, token, ask }: { agent: Agent; port: number; token: string; ask: Ask }): Promise<string> {
  const { path, put } = ask;
  const options = { agent, port, host: '127.0.0.1', path, method: put === undefined ? 'GET' : 'PUT' };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers }, (response) => {
      text(response).then((body) => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`${path} answered ${response.statusCode}: ${body.slice(0, 200)}`));
      }, reject);
    });
    sent.on('error', reject).end(put === undefined ? undefined : JSON.stringify(put));
  });
}
