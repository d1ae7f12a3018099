import os from 'node:os';
import type { MachineStatus } from '../protocol/status';

/** What is known of the machine without asking anything that takes time. */
export function machineAtStart(): MachineStatus {
  return {
    host: os.hostname(),
    platform: process.platform,
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
  };
}
