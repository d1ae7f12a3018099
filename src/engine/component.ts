import type { ComponentState, ComponentStatus } from '../protocol/status';

/** The state of one part of the engine. A change is told once, not once per failure. */
export class Component {
  private current: ComponentState = { state: 'stopped' };

  constructor(
    readonly id: string,
    private readonly changed: (component: Component) => void = () => undefined,
  ) {}

  get status(): ComponentStatus {
    return { id: this.id, ...this.current };
  }

  get isRunning(): boolean {
    return this.current.state === 'running';
  }

  starting(): void {
    this.set({ state: 'starting' });
  }

  running(): void {
    this.set({ state: 'running' });
  }

  /** @param reason What happened, what it means and what would mend it, for people. */
  degraded(reason: string): void {
    this.set({ state: 'degraded', reason });
  }

  stopped(): void {
    this.set({ state: 'stopped' });
  }

  private set(next: ComponentState): void {
    const same = next.state === this.current.state && reasonOf(next) === reasonOf(this.current);
    if (same) return;
    this.current = next;
    this.changed(this);
  }
}

function reasonOf(state: ComponentState): string | undefined {
  return state.state === 'degraded' ? state.reason : undefined;
}
