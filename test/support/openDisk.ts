import { SecretDisk } from '../../src/engine/secretDisk';

/** A disk on which every file is open to everybody, whatever is done, as FAT is. */
export function openDisk(): SecretDisk {
  return new SecretDisk(async (handle) => {
    const stats = await handle.stat();
    stats.mode |= 0o777;
    return stats;
  });
}
