import type { SeededRandom } from '#portal-emulator/scenarios/seeded-random.ts';
import { admins } from './faulty-portal.ts';
import { points } from './surroundings.ts';
import type { People } from './people.ts';
import type { FaultyPortal } from './faulty-portal.ts';
import type { FaultLog } from './fault-log.ts';
import type { Node } from './node.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;

/** What befalls everybody between the installation and the end of the faults. */
export interface Trouble {
  live(people: People): Promise<void>;
}

/** Whom it befalls. */
export interface Troubled {
  readonly world: World;
  readonly log: FaultLog;
  readonly faulty: FaultyPortal;
  readonly nodes: readonly Node[];
  /** The store goes away before the next commit. */
  isStoreDoomed: boolean;
  /** Nothing happens for an hour and more. */
  isQuiet: boolean;
  /** Nodes the portal has at a time. */
  wanted: number;
  replaceDead(): void;
  openApplication(node: Node, userId: number): Promise<void>;
}

export function planTrouble(schedule: Troubled, random: SeededRandom): Trouble {
  const { world, log, faulty } = schedule;
  const { portal, emulator, shares } = faulty;
  const share = (most: number): number => (random.chance(0.25) ? 0 : random.next() * most);
  const worsen = (): void => {
    Object.assign(shares, {
      refusedRequests: share(0.08),
      unheardAnswers: share(0.05),
      truncatedAnswers: share(0.05),
      resets: share(0.08),
      expiredTokens: share(0.06),
      slow: { share: share(0.2), ms: random.between(2000, 20_000) },
      lostEvents: share(0.4),
      repeatedEvents: share(0.3),
      reorderedEvents: share(0.3),
      tokenlessEvents: share(0.3),
    });
  };

  const killSomebody = (): void => {
    const alive = schedule.nodes.filter(({ isAlive }) => isAlive);
    if (alive.length > 0) random.pick(alive).killAt(random.pick(points), random.between(1, 6));
  };
  /** Another application of the same address takes all the requests there are. */
  const flood = async (): Promise<void> => {
    for (let request = 0; request < 60; request += 1) portal.bucket.admit('unknown');
    log.note('others have used up the requests');
  };
  const exhaustMethod = (): void => {
    const method = random.pick(['crm.item.list', 'crm.activity.list', 'voximplant.statistic.get', 'crm.stagehistory.list']);
    portal.operating.add(portal.options.application.clientId, method, 481);
    log.note(`${method} has worked for too long`);
  };
  const goDown = async (): Promise<void> => {
    const before = shares.refusedRequests ?? 0;
    shares.refusedRequests = 1;
    log.fire('portal down for minutes');
    await world.sleep(random.between(2, 6) * minuteMs);
    shares.refusedRequests = before;
  };
  const dismiss = (): void => {
    const userId = random.pick(admins);
    emulator.changePerson(userId, { isActive: false });
    log.note(`administrator ${userId} is dismissed`);
  };
  const lookIn = async (): Promise<void> => {
    const userId = random.pick(admins);
    emulator.changePerson(userId, { isActive: true });
    const alive = schedule.nodes.filter(({ isAlive }) => isAlive);
    if (alive.length > 0) await schedule.openApplication(random.pick(alive), userId);
  };
  const wearOut = async (): Promise<void> => {
    log.fire('token worn out');
    schedule.isQuiet = true;
    await world.sleep(random.between(62, 90) * minuteMs);
    schedule.isQuiet = false;
  };
  const loseTokens = (): void => {
    for (const userId of admins) emulator.changePerson(userId, { isActive: false });
    log.fire('all tokens lost');
  };

  const troubles: readonly (readonly [number, () => void | Promise<void>])[] = [
    [5, killSomebody],
    [2, flood],
    [2, exhaustMethod],
    [1, goDown],
    [2, dismiss],
    [3, lookIn],
    [1, wearOut],
    [0.5, loseTokens],
    [1.5, () => void (schedule.isStoreDoomed = true)],
    [3, worsen],
    [2, () => void (schedule.wanted = random.between(1, 2))],
  ];
  const total = troubles.reduce((sum, [weight]) => sum + weight, 0);
  const draw = async (): Promise<void> => {
    let left = random.next() * total;
    const trouble = troubles.find(([weight]) => (left -= weight) < 0);
    await trouble?.[1]();
  };

  return {
    live: async (people) => {
      worsen();
      schedule.wanted = random.between(1, 2);
      schedule.replaceDead();
      for (let step = random.between(8, 14); step > 0; step -= 1) {
        await world.sleep(random.chance(0.7) ? random.between(10, 8000) : random.between(10, 150) * 1000);
        for (let deeds = random.between(0, 6); deeds > 0; deeds -= 1) people.work();
        if (random.chance(0.7)) await draw();
      }
    },
  };
}
