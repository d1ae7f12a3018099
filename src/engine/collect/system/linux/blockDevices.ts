import fs from 'node:fs';
import { unreadableFile } from '../unreadable';

/** Devices that live in memory or on top of others, whose bytes are counted there. */
const layered = /^(?:loop|ram|zram|dm-|md)\d/;

/** Tells whole disks from partitions and layers. Throws `Unreadable` when /sys/block cannot be listed. */
export function wholeDisks(sysBlock: string): ReadonlySet<string> {
  let names: string[];
  try {
    names = fs.readdirSync(sysBlock);
  } catch (error) {
    throw unreadableFile(sysBlock, error);
  }
  // A slash in a device's name is an exclamation mark in the name of its folder.
  return new Set(names.filter((name) => !layered.test(name)).map((name) => name.replaceAll('!', '/')));
}
