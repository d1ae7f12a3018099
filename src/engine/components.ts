import type { ComponentStatus } from '../protocol/status';
import { Component } from './component';

/** The parts of the engine and their states, in the order in which they appeared. */
export class Components {
  private readonly known = new Map<string, Component>();

  constructor(private readonly changed: (component: Component) => void) {}

  /** The part of that name; it starts as `stopped`. */
  open(id: string): Component {
    let component = this.known.get(id);
    if (!component) this.known.set(id, (component = new Component(id, this.changed)));
    return component;
  }

  /** Takes a part off the list, such as a runtime that is gone. */
  remove(id: string): void {
    this.known.delete(id);
  }

  statuses(): ComponentStatus[] {
    return Array.from(this.known.values(), (component) => component.status);
  }
}
