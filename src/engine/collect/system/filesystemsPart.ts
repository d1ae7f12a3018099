import { statfs } from 'node:fs/promises';
import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import type { Stoppable } from '../../ticker';
import type { Mount, MountLister } from './mount';
import { MountLane } from './mountLane';
import type { PartContext } from './part';
import { PartState } from './partState';
import { codeOf } from './unreadable';

/** What `statfs` tells of a file system, in blocks. */
export interface Blocks {
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
}

type AskBlocks = (path: string) => Promise<Blocks>;

/** Share that an ordinary user can no longer fill, as `df` counts it; NaN for a file system without blocks. */
export function percentFull({ blocks, bfree, bavail }: Blocks): number {
  const used = blocks - bfree;
  return (100 * used) / (used + bavail);
}

/** How full the mounted file systems are. A mount that does not answer is said to be so and holds up no other. */
export class FilesystemsPart implements Stoppable {
  private readonly group: Group;
  private readonly state: PartState;
  private readonly local = new MountLane((mount) => this.ask(mount));
  private readonly remote = new MountLane((mount) => this.ask(mount));
  private readonly ticking: Stoppable;
  private mounts: readonly Mount[] = [];
  private readonly answers = new Map<string, number>();
  private isStopped = false;

  constructor(
    private readonly context: PartContext,
    hz: number,
    private readonly list: MountLister,
    private readonly askBlocks: AskBlocks = statfs,
  ) {
    this.group = context.group('system.filesystems', hz);
    this.state = new PartState(context, 'File system figures');
    void this.round();
    this.ticking = context.ticker.every(1000 / hz, () => {
      this.sayStuck();
      this.commit();
      if (this.state.isDue) void this.round();
    });
  }

  stop(): void {
    this.isStopped = true;
    this.ticking.stop();
    this.local.stop();
    this.remote.stop();
  }

  private async round(): Promise<void> {
    try {
      this.mounts = await this.list();
    } catch (error) {
      if (!this.isStopped) this.state.failed(error, this.group.layout);
      return;
    }
    if (this.isStopped) return;
    this.state.works(this.group.layout);
    await Promise.all([
      this.local.run(this.mounts.filter((mount) => !mount.isRemote)),
      this.remote.run(this.mounts.filter((mount) => mount.isRemote)),
    ]);
    this.commit();
  }

  private async ask(mount: Mount): Promise<void> {
    try {
      const percent = percentFull(await this.askBlocks(mount.path));
      if (this.isStopped) return;
      this.answers.set(mount.path, percent);
      this.context.sink.setQuality(this.seriesOf(mount), 'measured');
    } catch (error) {
      if (mount.mayBeMissing || this.isStopped) return;
      this.answers.set(mount.path, NaN);
      this.unavailable(mount, `${mount.path} did not say how full it is (${codeOf(error)}). Check that it is mounted.`);
    }
  }

  private sayStuck(): void {
    for (const { stuck } of [this.local, this.remote])
      stuck.forEach((mount, place) => {
        this.answers.set(mount.path, NaN);
        const reason =
          place === 0
            ? `${mount.path} does not answer. Check the server or disk behind it, or unmount it.`
            : `${mount.path} is asked after ${stuck[0]!.path}, which does not answer.`;
        this.unavailable(mount, reason);
      });
  }

  private unavailable(mount: Mount, reason: string): void {
    this.context.sink.setQuality(this.seriesOf(mount), 'unavailable', reason);
  }

  private commit(): void {
    if (this.isStopped || this.answers.size === 0) return;
    const { group, answers } = this;
    const kept = new Set(group.layout.map((series) => series.labels['mount']));
    const shown = this.mounts.filter(({ path }) => answers.has(path) || kept.has(path));
    const isSame = shown.length === group.layout.length && shown.every(({ path }) => kept.has(path));
    if (!isSame) group.setLayout(shown.map((mount) => this.seriesOf(mount)));
    group.layout.forEach((series, column) => {
      group.values[column] = answers.get(series.labels['mount'] ?? '') ?? NaN;
    });
    answers.clear();
    this.context.sink.commit(group, this.context.clock.now());
  }

  private seriesOf(mount: Mount): Series {
    return this.context.sink.series('system.filesystem_percent', { mount: mount.path });
  }
}
