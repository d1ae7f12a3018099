import type { Config } from '../protocol/settings';
import type { Clock } from './clock';
import { Inventory, type InventoryOptions } from './collect/inventory/inventory';
import { SystemCollector, type SystemCollectorOptions } from './collect/system/systemCollector';
import { systemSettingsOf } from './collect/system/systemSettings';
import type { Components } from './components';
import type { Ticker } from './ticker';

export interface MachineRoomOptions {
  readonly config: Config;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Components;
  /** The bundled entry of the thread that takes stock of the hardware. */
  readonly inventoryFile: string;
  /** Told which hardware was found. */
  readonly found: InventoryOptions['found'];
  readonly late: NonNullable<SystemCollectorOptions['late']>;
}

/** Everything about this machine: what its hardware is, and what it does. */
export class MachineRoom {
  /** Measures while it is told to, unlike the inventory, which is taken in any case. */
  readonly system: SystemCollector;
  private readonly inventory: Inventory;

  constructor(options: MachineRoomOptions) {
    const { config, components, inventoryFile } = options;
    this.system = new SystemCollector({ ...options, settings: systemSettingsOf(config) });
    this.inventory = new Inventory({
      ...options,
      component: components.open('inventory'),
      workerFile: inventoryFile,
    });
  }

  start(): void {
    this.inventory.start();
  }

  stop(): void {
    this.inventory.stop();
  }

  configure(config: Config): void {
    this.system.configure(systemSettingsOf(config));
  }
}
