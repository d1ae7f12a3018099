import type { Systeminformation } from 'systeminformation';
import { messageOf } from '../../../protocol/messageOf';
import type { InventoryReport } from './inventoryReport';

/** The three questions that the library is asked. */
export interface InventoryLibrary {
  cpu(): Promise<Pick<Systeminformation.CpuData, 'manufacturer' | 'brand'>>;
  osInfo(): Promise<Pick<Systeminformation.OsData, 'distro' | 'release'>>;
  graphics(): Promise<{
    readonly controllers: readonly Pick<Systeminformation.GraphicsControllerData, 'vendor' | 'model'>[];
  }>;
}

const longest = 256;

/** Asks for the names of processor, operating system and graphics controllers; one that fails takes no other along. */
export async function takeInventory(library: InventoryLibrary): Promise<InventoryReport> {
  const missing: string[] = [];
  const found = async (what: string, ask: () => Promise<string[]>): Promise<string[] | undefined> => {
    try {
      const names = (await ask()).map(tidy).filter((name) => name !== '');
      return names;
    } catch (error) {
      missing.push(tidy(`${what}: ${messageOf(error)}`));
      return undefined;
    }
  };
  const [cpu, os, gpus] = await Promise.all([
    found('processor', () => library.cpu().then(({ manufacturer, brand }) => [`${manufacturer} ${brand}`])),
    found('operating system', () => library.osInfo().then(({ distro, release }) => [`${distro} ${release}`])),
    found('graphics', () => library.graphics().then(({ controllers }) => controllers.map(nameOf))),
  ]);
  return {
    ...(cpu?.[0] === undefined ? {} : { cpu: cpu[0] }),
    ...(os?.[0] === undefined ? {} : { os: os[0] }),
    ...(gpus === undefined ? {} : { gpus: gpus.slice(0, 32) }),
    missing,
  };
}

function nameOf({ vendor, model }: { readonly vendor: string; readonly model: string }): string {
  return model || vendor;
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longest);
}
