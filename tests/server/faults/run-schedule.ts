import { createHash } from 'node:crypto';
import { installPortal } from '#install/install.ts';
import { createSeededRandom } from '#portal-emulator/scenarios/seeded-random.ts';
import { parsePortalRequest } from '#bitrix/portal-request.ts';
import { createSecretText } from '#store/secret-text.ts';
import { compareWithPortal } from './compare-with-portal.ts';
import { createFaultLog, type FaultClass, type FaultLog } from './fault-log.ts';
import { admins, openFaultyPortal, startMs, type FaultyPortal } from './faulty-portal.ts';
import type { Sabotage } from './surroundings.ts';
import { createNode, type Node } from './node.ts';
import { createPeople } from './people.ts';
import { planTrouble } from './plan-trouble.ts';
import { readForm } from './read-form.ts';
import type { StoreSeat } from './store-place.ts';
import { createWorld, type World } from './world.ts';

export interface ScheduleResult {
  readonly seed: number;
  /** Where the copy differs from the portal after the faults have stopped and three cycles. */
  readonly differences: readonly string[];
  /** Failures of the product that no fault explains. */
  readonly surprises: readonly string[];
  readonly fired: ReadonlyMap<FaultClass, number>;
  readonly lines: readonly string[];
  /** Of all that happened: the same seed gives the same. */
  readonly hash: string;
}

/** Lives through one schedule of faults and compares the copy with the portal. */
export async function runSchedule(seat: StoreSeat, seed: number, sabotage: Sabotage = {}): Promise<ScheduleResult> {
  const world = createWorld(startMs);
  const log = createFaultLog(world.clock);
  const schedule = new Schedule(seat, seed, sabotage, world, log);
  const differences = await world.run(schedule.live());
  return { seed, differences, surprises: schedule.surprises, fired: log.fired, lines: log.lines, hash: log.hash() };
}

const minuteMs = 60_000;
const keyOf = (name: string): Buffer => createHash('sha256').update(name).digest();

/** The nodes, the portal and its people, and what befalls them. */
class Schedule {
  readonly surprises: string[] = [];
  readonly faulty: FaultyPortal;
  readonly nodes: Node[] = [];
  portalId = 0n;
  isHealed = false;
  isStoreDoomed = false;
  isQuiet = false;
  wanted = 1;
  private readonly random;
  private readonly naps = new Map<Node, () => void>();
  private started = 0;

  readonly seat: StoreSeat;
  readonly seed: number;
  readonly sabotage: Sabotage;
  readonly world: World;
  readonly log: FaultLog;

  constructor(seat: StoreSeat, seed: number, sabotage: Sabotage, world: World, log: FaultLog) {
    this.seat = seat;
    this.seed = seed;
    this.sabotage = sabotage;
    this.world = world;
    this.log = log;
    this.random = createSeededRandom(seed * 7 + 1);
    const skewMs = this.random.pick([-10, -3, 0, 3, 10]) * minuteMs;
    if (skewMs !== 0) log.fire(skewMs > 0 ? 'clock ahead' : 'clock behind');
    this.faulty = openFaultyPortal({ seed, world, log, skewMs, carryEvent: (_handler, form) => this.carryEvent(form) });
  }

  async live(): Promise<readonly string[]> {
    const { world, faulty } = this;
    const first = this.startNode();
    for (const admin of admins) await this.openApplication(first, admin);
    faulty.emulator.finishInstall(admins[0]);
    void this.work(first);
    const trouble = planTrouble(this, createSeededRandom(this.seed * 7 + 2));
    const people = createPeople(faulty.portal, createSeededRandom(this.seed * 7 + 3), this.log);
    void this.keepNodes();
    await trouble.live(people);
    await this.heal();
    for (const restMs of [15 * minuteMs, 25 * 60 * minuteMs, 15 * minuteMs]) {
      await world.sleep(restMs);
      await this.cycle();
    }
    return world.track(compareWithPortal(this.seat.store, this.portalId, faulty.portal));
  }

  /** An administrator opens the application, which brings tokens of his. */
  async openApplication(node: Node, userId: number): Promise<void> {
    const { emulator } = this.faulty;
    const frame = emulator.openFrame({ userId, placement: 'DEFAULT' });
    const parsed = parsePortalRequest(Object.fromEntries(new URL(frame.url).searchParams), { ...frame.fields });
    if (parsed.kind === 'malformed') throw new Error(parsed.faults.join(', '));
    const result = await Promise.race([this.install(node, parsed.value), node.death.then(() => 'nothing, because the node died')]);
    this.log.note(`administrator ${userId} opens the application: ${result}`);
  }

  private async install(node: Node, request: Parameters<typeof installPortal>[1]): Promise<string> {
    try {
      const result = await installPortal(node.install, request);
      if (result.kind === 'installed') this.portalId = result.portalId;
      return result.kind === 'installed' ? 'installed' : result.reason;
    } catch (failure) {
      this.surprise(failure);
      return 'failed';
    }
  }

  /** Nodes that died come back after a while. */
  private async keepNodes(): Promise<void> {
    while (!this.isHealed) {
      await this.world.sleep(this.random.between(1000, 60_000));
      this.replaceDead();
    }
  }

  replaceDead(): void {
    for (const node of this.nodes.filter(({ isAlive }) => !isAlive)) this.nodes.splice(this.nodes.indexOf(node), 1);
    while (this.nodes.length < this.wanted) void this.work(this.startNode());
  }

  private startNode(): Node {
    this.started += 1;
    const node = createNode({
      name: `node ${this.started}`,
      world: this.world,
      random: createSeededRandom(this.seed * 1000 + this.started),
      log: this.log,
      seat: this.seat,
      secretText: createSecretText(keyOf('secret texts')),
      fingerprintKey: keyOf('fingerprints'),
      sabotage: this.sabotage,
      handle: (request) => this.faulty.emulator.handle(request),
      requestCatchUp: () => this.wakeSomebody(),
      beforeCommit: () => this.loseStore(),
      surprise: (failure) => this.surprise(failure),
    });
    this.log.note(`${node.name} starts`);
    this.nodes.push(node);
    return node;
  }

  /** Ticks about once a minute, and at once when somebody asks or more is left. */
  private async work(node: Node): Promise<void> {
    while (!this.isHealed && node.isAlive) {
      if (this.nodes.some((other) => other !== node && other.isReading)) this.log.fire('two nodes at once');
      const isMore = await node.tick(this.portalId);
      const nap = this.world.nap(isMore ? 10 : this.random.between(60, 900) * (this.isQuiet ? 4000 : 1000));
      this.naps.set(node, nap.wake);
      await nap.over;
    }
  }

  private wakeSomebody(): void {
    const awake = this.nodes.filter(({ isAlive }) => isAlive);
    if (awake.length > 0) this.naps.get(this.random.pick(awake))?.();
  }

  private async carryEvent(form: URLSearchParams): Promise<void> {
    const isLate = !this.isHealed && this.random.chance(0.06);
    if (isLate) this.log.fire('event late by minutes');
    await this.world.sleep(isLate ? this.random.between(1, 12) * minuteMs : this.random.between(20, 900));
    const alive = this.nodes.filter(({ isAlive }) => isAlive);
    const about = `${form.get('event')} ${form.get('data[FIELDS][ID]') ?? ''}`;
    if (alive.length === 0) return this.log.fire('event to a dead node', about);
    const node = this.random.pick(alive);
    const status = await Promise.race([node.receive(readForm(form)).catch(() => 500), node.death.then(() => 0)]);
    if (status === 0) this.log.fire('event to a dead node', about);
    else this.log.note(`${node.name} took ${about}: ${status}`);
  }

  /** A server breaks its connections; the embedded store goes with its process. */
  private async loseStore(): Promise<void> {
    if (!this.isStoreDoomed) return;
    this.isStoreDoomed = false;
    this.log.fire('store restart');
    const { breakConnections } = this.seat.place;
    if (breakConnections !== null) return breakConnections();
    for (const node of this.nodes) node.die();
    this.nodes.length = 0;
    void this.reopenStore();
    throw new Error('the process is gone');
  }

  private async reopenStore(): Promise<void> {
    await this.world.sleep(500);
    await this.world.track(this.seat.reopen());
  }

  /** The faults are over: everybody is there, and both administrators look in. */
  private async heal(): Promise<void> {
    const { shares, portal, emulator } = this.faulty;
    this.log.note('the faults stop');
    this.isHealed = true;
    this.isStoreDoomed = false;
    for (const share of Object.keys(shares)) if (!['seed', 'clockSkewMs', 'onFault'].includes(share)) Reflect.deleteProperty(shares, share);
    for (const node of this.nodes) node.spare();
    for (const user of portal.state.data.users) if (user.isAdmin) emulator.changePerson(user.id, { isActive: true });
    await this.world.sleep(20 * minuteMs);
    for (const node of this.nodes.filter(({ isAlive }) => !isAlive)) this.nodes.splice(this.nodes.indexOf(node), 1);
    const [node = this.startNode()] = this.nodes;
    for (const admin of admins) await this.openApplication(node, admin);
  }

  /** Every node reads until nothing is left. */
  private async cycle(): Promise<void> {
    this.log.note('a cycle');
    for (const node of this.nodes) while (await node.tick(this.portalId)) await this.world.sleep(1000);
  }

  /** A transaction whose connection was broken on purpose fails, and nothing else may. */
  private surprise(failure: unknown): void {
    const text = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    const isOurDoing = this.log.fired.has('store restart') && /connection (error|terminated)|terminating connection/i.test(text);
    if (!isOurDoing) this.surprises.push(text);
  }
}
