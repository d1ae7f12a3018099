import type { Mount, MountLister } from '../mount';

const letters = 'CDEFGHIJKLMNOPQRSTUVWXYZ';

/** Every letter that a drive may have; most do not exist. One may be a share of another machine, which takes its time. */
const drives: readonly Mount[] = Array.from(letters, (letter) => ({
  path: `${letter}:\\`,
  isRemote: letter !== 'C',
  mayBeMissing: true,
}));

export const windowsDrives: MountLister = () => Promise.resolve(drives);
