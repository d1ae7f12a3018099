/** Energy that was taken over a stretch of time. */
export interface EnergyStep {
  readonly joules: number;
  readonly ms: number;
}
