/** Where energy that is to be shared comes from. */
export interface EnergySource {
  /** Joules so far that were measured, and that were estimated while nothing was. Both only grow. */
  readonly measuredJoules: number;
  readonly estimatedJoules: number;
  /** Which parts of the machine are in it; another one means another idle power. */
  readonly scope: string;
  /** Why there is no energy now, and what would change it; undefined while there is. */
  readonly unknown: string | undefined;
  /** Takes in what was read up to now. */
  advance(): void;
  /** Whether every part that is being read was read since the last `settle`; `now` in ms of the monotonic clock. */
  isSettled(now: number): boolean;
  settle(): void;
}
