/** The default of `server.port`; pages are not to carry all settings for it. */
const usualPort = 9445;
const lastPort = 65535;
/** A leader whose port is still held by one that is frozen listens on the first free one after it. */
const span = 5;

/**
 * Where the next server of a data folder is likely to listen: on the port of the settings and those after it, or, where
 * a process with other settings leads, on the usual one and those after it.
 * @param home The port of the settings; 0 for any free one, which nobody can guess.
 */
export function likelyPorts(home: number): readonly number[] {
  const from = home === 0 ? [usualPort] : [home, usualPort];
  const ports = from.flatMap((first) => Array.from({ length: span }, (_, i) => first + i));
  return [...new Set(ports)].filter((port) => port <= lastPort);
}
