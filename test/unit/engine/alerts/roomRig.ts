import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { AlertRoom } from '../../../../src/engine/alertRoom';
import type { Clock } from '../../../../src/engine/clock';
import { Components } from '../../../../src/engine/components';
import { defaults } from '../../../../src/engine/config/defaults';
import type { Group } from '../../../../src/engine/metrics/group';
import { Pipeline } from '../../../../src/engine/pipeline';
import type { StoreEvent } from '../../../../src/engine/store/events/storeEvent';
import { Ticker } from '../../../../src/engine/ticker';
import type { AlertInfo, Notice } from '../../../../src/protocol/alerts';
import type { EventType } from '../../../../src/protocol/events';
import type { Config } from '../../../../src/protocol/settings';

export const rigStart = 1_700_000_000_000;

/** The processor is busy, for a window of two seconds. */
export const busy = {
  id: 'busy',
  name: 'Busy',
  severity: 'warning',
  conditions: { metric: 'system.cpu_percent', operator: '>', value: 80, window: '2s' },
  debounce: { cooldown_ms: 0 },
  actions: [{ type: 'notify.toast' }, { type: 'log.audit' }],
};
export const absent = {
  id: 'absent',
  name: 'Absent',
  severity: 'warning',
  conditions: { metric: 'system.cpu_percent', absent: '3s' },
  actions: [{ type: 'notify.toast' }],
};

/** The room of alerts with a real pipeline, ticker and folder, on a mocked clock. */
export class RoomRig {
  readonly pipeline = new Pipeline(1 << 20);
  readonly recorded: { readonly type: EventType; readonly data: object }[] = [];
  readonly notices: Notice[] = [];
  readonly warnings: string[] = [];
  /** What the store has of earlier alerts. */
  earlier: () => Promise<readonly StoreEvent[]> = () => Promise.resolve([]);
  /** Whether it leads still. */
  holds: () => Promise<boolean> = () => Promise.resolve(true);
  /** By how much somebody set the clock, ms. */
  setBy = 0;
  readonly config: Config;
  readonly room: AlertRoom;
  readonly ticker: Ticker;
  readonly components = new Components(() => undefined);
  private readonly cpu: Group;
  private isReady = false;

  private constructor(
    readonly dataDir: string,
    settings: Partial<Config>,
  ) {
    this.config = { ...defaults(), ...settings };
    const clock: Clock = { now: () => this.now, monotonic: () => Date.now() };
    this.ticker = new Ticker(clock, (error) => {
      throw error;
    });
    this.room = new AlertRoom({
      config: this.config,
      dataDir,
      defaultRules: path.join(process.cwd(), 'media', 'alert-rules.default.json'),
      ticker: this.ticker,
      clock,
      components: this.components,
      log: (_, message) => this.warnings.push(message),
      pipeline: this.pipeline,
      record: (type, data) => this.recorded.push({ type, data }),
      fence: { epoch: 1, holds: () => this.holds() },
      history: () => Promise.reject(new Error('There is no past.')),
      recentEvents: () => this.earlier(),
      demandChanged: () => {
        // A room asks while it is made; whoever answers is not there before it is.
        assert.ok(this.isReady);
      },
    });
    this.isReady = true;
    this.room.watchers.add({ noticed: (notice) => this.notices.push(notice) });
    this.cpu = this.pipeline.group('system', 1);
    this.cpu.setLayout([this.pipeline.series('system.cpu_percent')]);
  }

  /** A room that measures, with rules. Enable mocked timers before. */
  static async start(rules: readonly object[], settings: Partial<Config> = {}): Promise<RoomRig> {
    const rig = await RoomRig.make(rules, settings);
    await rig.room.start();
    return rig;
  }

  /** One that measures, and does not know yet what an earlier session left. */
  static async make(rules: readonly object[], settings: Partial<Config> = {}): Promise<RoomRig> {
    const rig = new RoomRig(await mkdtemp(path.join(os.tmpdir(), 'wirthforge-room-')), settings);
    await rig.save(rules);
    rig.room.setMeasuring(true);
    return rig;
  }

  static mockTime(): void {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: rigStart });
  }

  async save(rules: readonly object[]): Promise<void> {
    await writeFile(path.join(this.dataDir, 'alert-rules.json'), JSON.stringify({ rules }));
  }

  /** Lets seconds pass, with a sample of the processor in each. @param percent undefined: nothing is measured. */
  async pass(seconds: number, percent: number | undefined): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      if (percent !== undefined) {
        this.cpu.values[0] = percent;
        this.pipeline.commit(this.cpu, this.now);
      }
      await turn();
      for (let step = 0; step < 4; step++) mock.timers.tick(250);
    }
  }

  /** Milliseconds since 1970, by the clock that people may set. */
  get now(): number {
    return Date.now() + this.setBy;
  }

  get active(): readonly AlertInfo[] {
    return this.room.info().active;
  }

  /** The types of what was recorded of a rule, without `alert.`. */
  stepsOf(rule: string): string[] {
    return this.recorded.flatMap(({ type, data }) =>
      'rule' in data && data.rule === rule ? [type.replace('alert.', '')] : [],
    );
  }

  async audit(): Promise<string[]> {
    const text = await readFile(path.join(this.dataDir, 'logs', 'audit.jsonl'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  async stop(): Promise<void> {
    await this.room.stop();
    this.ticker.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
