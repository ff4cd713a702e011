import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import manifest from '../../../package.json' with { type: 'json' };

/** Runs a script of this folder in a process of its own: sends it its order and hears its news until it ends. */
export function forkScript<Order, News>(script: string, order: Order, options: { onNews(news: News): void }): Promise<void> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    // As `npm start` starts the service.
    execArgv: manifest.scripts.start.split(' ').filter((word) => word.startsWith('--')),
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  child.on('message', (news) => options.onNews(news as News));
  child.send(order as object);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      process.off('exit', stop);
      if (code === 0) resolve();
      else reject(new Error(`${script} ended with ${code}`));
    });
  });
}
