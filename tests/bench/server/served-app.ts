import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import manifest from '../../../package.json' with { type: 'json' };
import type { ServeNews, ServeOrder } from './serve-app.ts';

export interface ServedApp {
  readonly port: number;
  rssMb(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts an application in a process of its own, with the memory settings of `npm start`. */
export async function startApp(order: ServeOrder): Promise<ServedApp> {
  const child = fork(fileURLToPath(new URL('serve-app.ts', import.meta.url)), {
    execArgv: manifest.scripts.start.split(' ').filter((word) => word.startsWith('--')),
  });
  const ask = async (message: object): Promise<ServeNews> => {
    const heard = once(child, 'message');
    child.send(message);
    const [news] = (await heard) as [ServeNews];
    return news;
  };
  const told = await ask(order);
  if (!('port' in told)) throw new Error('The application did not tell its port');
  return {
    port: told.port,
    rssMb: async () => {
      const news = await ask({});
      return 'rssMb' in news ? news.rssMb : 0;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
