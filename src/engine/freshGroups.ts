import type { Group } from './metrics/group';

/** Tells of groups that got a frame once the one who wrote it is done, each once however many frames it got. */
export class FreshGroups {
  private readonly groups = new Set<Group>();
  private due: NodeJS.Immediate | undefined;

  /** @param failed Told what a telling threw; the others go on. */
  constructor(
    private readonly tell: (group: Group) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  add(group: Group): void {
    this.groups.add(group);
    this.due ??= setImmediate(this.tellAll);
  }

  stop(): void {
    clearImmediate(this.due);
    this.due = undefined;
    this.groups.clear();
  }

  private readonly tellAll = (): void => {
    this.due = undefined;
    const groups = [...this.groups];
    this.groups.clear();
    for (const group of groups)
      try {
        this.tell(group);
      } catch (error) {
        this.failed(error);
      }
  };
}
