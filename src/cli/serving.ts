import type { Leadership, Leading, MemberState } from '../engine/elect/leading';
import { Member } from '../engine/elect/member';
import type { EngineOptions } from '../engine/engineOptions';
import type { FromEngine } from '../protocol/engineLink';
import type { InstanceStatus } from '../protocol/instances';
import type { EngineFactory, RunningEngine, ServedStatus } from './engineFactory';

export interface ServingOptions extends Pick<EngineOptions, 'config' | 'dataDir' | 'log' | 'unlocker' | 'version'> {
  readonly createEngine: EngineFactory;
  /** What people call it, in place of the name that a window has. */
  readonly name: string | undefined;
}

/** The part of `wirthforge serve` in the election: windows make way for it, and it stands by while another one serves. */
export class Serving {
  /** There is an engine, this process's own or that of another `serve`. @throws Error when its own cannot be started. */
  readonly ready: Promise<ServedStatus>;
  private readonly member: Member;
  private settle: { readonly done: (status: ServedStatus) => void; readonly failed: (error: unknown) => void };
  private instances: readonly InstanceStatus[] = [];
  private engine: RunningEngine | undefined;
  private isPaused = false;

  constructor(private readonly options: ServingOptions) {
    const { dataDir, version, log, name } = options;
    const { promise, resolve, reject } = deferred<ServedStatus>();
    this.ready = promise;
    this.settle = { done: resolve, failed: reject };
    this.member = new Member({
      ...{ dataDir, version, log, role: 'serve' },
      ...(name === undefined ? {} : { window: name }),
      lead: (leadership) => Promise.resolve(this.lead(leadership)),
      changed: (state) => {
        this.changed(state);
      },
      received: (message) => {
        this.received(message);
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

  /** Ends when others may lead. */
  stop(): Promise<void> {
    return this.member.stop();
  }

  private lead({ fence, takeoverMs }: Leadership): Leading {
    const { config, dataDir, log, unlocker, version, createEngine } = this.options;
    const engine = createEngine({
      ...{ config, dataDir, log, version },
      ...(unlocker ? { unlocker } : {}),
      ...{ fence, paused: this.isPaused },
      ...(takeoverMs === undefined ? {} : { takeoverMs }),
    });
    this.engine = engine;
    engine.sharedBy(this.instances);
    // Followers are not to wait for what is recovered meanwhile.
    const started = engine.start();
    started.then(() => {
      this.settle.done(engine.status());
    }, this.settle.failed);
    return {
      attach: (follower, post) => engine.attach(follower, post),
      stop: async (reason) => {
        this.engine = undefined;
        // What starts after it was stopped goes on, and with it the process and its port.
        await started.finally(() => engine.stop(reason));
      },
    };
  }

  private changed(state: MemberState): void {
    const { log } = this.options;
    if (state.kind === 'waiting') log('warn', state.reason);
    if (state.kind === 'following' && state.leader.kind === 'serve')
      log(
        'warn',
        `Process ${state.leader.pid} serves this data folder already, with settings of its own. This one takes its place when it ends.`,
      );
  }

  private received(message: FromEngine): void {
    if (message.type !== 'status') return;
    const { paused, instances, components } = message.status;
    this.isPaused = paused;
    // A window that leads is about to make way.
    const isServed = instances.some(({ role, kind }) => role === 'leader' && kind === 'serve');
    const isStarting = components.some(({ id, state }) => id === 'server' && state === 'starting');
    if (isServed && !isStarting) this.settle.done(message.status);
  }
}

function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
