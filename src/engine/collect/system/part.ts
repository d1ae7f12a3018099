import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { Group } from '../../metrics/group';
import type { Stoppable, Ticker } from '../../ticker';
import type { Sink } from '../collector';
import type { SystemMetricGroup, SystemSettings } from './systemSettings';

/** What a part of the system collector works with. */
export interface PartContext {
  readonly sink: Sink;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly component: Component;
  /** Told how many periods a tick came too late. */
  readonly late: (periods: number) => void;
  /** The group of that name, at that rate from now on; the same one each time, so a part that starts again goes on in its history. */
  readonly group: (name: string, hz: number) => Group;
}

/** One part of the system that is read on its own, at its own rate, and fails on its own. */
export interface PartPlan {
  /** Name of its component, such as `system.cpu`. */
  readonly id: string;
  /** The setting that switches it. */
  readonly belongsTo: SystemMetricGroup;
  /** Runs only while somebody looks at it. */
  readonly onDemand?: true;
  readonly hz: (settings: SystemSettings) => number;
  readonly start: (context: PartContext, hz: number) => Stoppable;
}
