import type { Group } from '../../metrics/group';
import type { Stoppable } from '../../ticker';
import type { PartContext } from './part';
import { PartState } from './partState';

/** Something that takes a while to read, such as another program's output. */
export interface AwaitedSource {
  /**
   * Fills the group's frame and resolves to whether there is one. Rejects with `Unreadable`, leaving the frame alone,
   * when it cannot.
   */
  read(): Promise<boolean>;
  close(): void;
}

/** Reads a slow source `hz` times a second into a group, never twice at a time; the first time at once. */
export function pollAwaited(
  context: PartContext,
  hz: number,
  name: string,
  figures: string,
  open: (group: Group) => AwaitedSource,
): Stoppable {
  const group = context.group(name, hz);
  const state = new PartState(context, figures);
  const source = open(group);
  let isReading = false;
  let isStopped = false;

  const attempt = async (): Promise<void> => {
    isReading = true;
    try {
      const isFilled = await source.read();
      if (isStopped) return;
      state.works(group.layout);
      if (isFilled && group.layout.length > 0) context.sink.commit(group, context.clock.now());
    } catch (error) {
      source.close();
      if (!isStopped) state.failed(error, group.layout);
    } finally {
      isReading = false;
      if (isStopped) source.close();
    }
  };
  void attempt();
  const ticking = context.ticker.every(1000 / hz, () => {
    if (!isReading && state.isDue) void attempt();
  });
  return {
    stop: () => {
      isStopped = true;
      ticking.stop();
      if (!isReading) source.close();
    },
  };
}
