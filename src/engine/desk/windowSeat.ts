import type { FromEngine, ToEngine, WorkerInit } from '../../protocol/engineLink';
import type { InstanceStatus } from '../../protocol/instances';
import type { Leadership, Leading, MemberOptions, MemberState } from '../elect/leading';
import { Member } from '../elect/member';
import type { Engine } from '../engine';
import type { EngineOptions } from '../engineOptions';
import type { Log } from '../log';
import { EngineDesk, type DeskEngine } from './engineDesk';
import { enginelessStatus } from './enginelessStatus';
import { isFromLeader } from './fromLeader';
import { Standing } from './standing';

/** An engine that this process may run. */
export type LedEngine = DeskEngine & Pick<Engine, 'attach' | 'sharedBy' | 'start' | 'stop'>;

/** What a window tells each engine that it runs. */
export type Circumstances = Pick<
  EngineOptions,
  'config' | 'dataDir' | 'fence' | 'log' | 'paused' | 'takeoverMs' | 'version'
>;

export interface SeatOptions extends Omit<WorkerInit, 'paused'> {
  readonly paused: boolean;
  readonly makeEngine: (circumstances: Circumstances) => LedEngine;
  /** Tells the window. */
  readonly post: (message: FromEngine) => void;
  /** Takes part in the election. */
  readonly join?: (options: MemberOptions) => Pick<Member, 'instance' | 'send' | 'start' | 'stop'>;
}

const nobodyLeads =
  'No engine answers at the moment, so that this was not done. Another one takes over in a few seconds: try it again then.';

/** A window's place among those that share an engine: it talks to its own engine while it leads, else to the leader's. */
export class WindowSeat {
  private readonly member: Pick<Member, 'instance' | 'send' | 'start' | 'stop'>;
  private readonly standing: Standing;
  private config: WorkerInit['config'];
  private instances: readonly InstanceStatus[] = [];
  private engine: LedEngine | undefined;
  /** Talks to whichever engine there is; undefined while there is none. */
  private say: ((message: ToEngine) => void) | undefined;
  /** Why there will be no engine for some time, for people; undefined while there is one, or one may come at any moment. */
  private obstacle: string | undefined;
  private ignored = 0;

  constructor(private readonly options: SeatOptions) {
    const { config, dataDir, version, window, paused } = options;
    this.config = config;
    this.standing = new Standing(paused);
    const join = options.join ?? ((given) => new Member(given));
    this.member = join({
      ...{ dataDir, version, role: 'window', log: this.log },
      ...(window === undefined ? {} : { window }),
      lead: (leadership) => Promise.resolve(this.lead(leadership)),
      changed: (state) => {
        this.changed(state);
      },
      received: (message) => {
        if (isFromLeader(message)) this.hear(message);
        else if (++this.ignored === 1)
          this.log('debug', 'The leader says what this version does not know; it is left out.');
      },
      instancesChanged: (instances) => {
        this.instances = instances;
        this.engine?.sharedBy(instances);
      },
    });
  }

  start(): void {
    this.member.start();
  }

  /** Ends when nothing of this window is left that others would wait for. */
  stop(): Promise<void> {
    return this.member.stop();
  }

  /** Does what the window says, or has the leader do it; what no engine hears now, the next one is told. */
  receive(message: ToEngine): void {
    const { say, obstacle } = this;
    // Whoever leads goes by the settings of its own window.
    if (message.type === 'configure') this.config = message.config;
    this.standing.wants(message, say !== undefined);
    const cancelled = message.type === 'cancelJob' ? this.standing.cancel(message.job) : undefined;
    if (cancelled) this.options.post(cancelled);
    else if (say) say(message);
    else if (message.type === 'alert') this.options.post({ type: 'alertRefused', reason: obstacle ?? nobodyLeads });
    else if (obstacle !== undefined) this.refuseAll(obstacle);
  }

  private lead({ fence, takeoverMs }: Leadership): Leading {
    const { dataDir, version, makeEngine } = this.options;
    const engine = makeEngine({
      ...{ config: this.config, dataDir, version, fence, log: this.log, paused: this.standing.isPaused },
      ...(takeoverMs === undefined ? {} : { takeoverMs }),
    });
    this.engine = engine;
    engine.sharedBy(this.instances);
    // Followers are not to wait for what is recovered meanwhile.
    const started = engine.start();
    const desk = new EngineDesk(engine, (message) => {
      this.hear(message);
    });
    this.begin((message) => {
      desk.receive(message);
    });
    return {
      attach: (follower, post) => engine.attach(follower, post),
      stop: async (reason) => {
        this.engine = undefined;
        this.end();
        desk.close();
        // What starts after it was stopped goes on, and with it the thread and its port.
        await started.finally(() => engine.stop(reason));
      },
    };
  }

  private changed(state: MemberState): void {
    switch (state.kind) {
      case 'following':
        this.begin((message) => {
          if (message.type !== 'configure') this.member.send(message);
        });
        return;
      case 'seeking':
      case 'stopped':
        this.end();
        return;
      case 'waiting':
        this.end();
        this.wait(state.reason);
        return;
      case 'leading':
        return;
    }
  }

  private begin(say: (message: ToEngine) => void): void {
    this.say = say;
    this.obstacle = undefined;
    const { toWindow, toEngine } = this.standing.begin();
    for (const message of toWindow) this.options.post(message);
    for (const message of toEngine) say(message);
  }

  private end(): void {
    if (!this.say) return;
    this.say = undefined;
    for (const message of this.standing.lost()) this.options.post(message);
  }

  private wait(reason: string): void {
    const { post, version } = this.options;
    this.obstacle = reason;
    this.refuseAll(reason);
    post({ type: 'status', status: enginelessStatus(version, this.standing.isPaused, reason) });
  }

  private refuseAll(reason: string): void {
    for (const message of this.standing.refuseAll(reason)) this.options.post(message);
  }

  private hear(message: FromEngine): void {
    this.standing.hears(message);
    this.options.post(message.type === 'status' ? this.withSelf(message) : message);
  }

  private withSelf({ status }: Extract<FromEngine, { type: 'status' }>): FromEngine {
    const role = this.engine ? 'leader' : 'follower';
    return { type: 'status', status: { ...status, self: { instance: this.member.instance, role } } };
  }

  private readonly log: Log = (level, message) => {
    this.options.post({ type: 'log', level, message });
  };
}
