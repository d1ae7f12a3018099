import { firstLine, linkedName } from './sysFiles';

/** What Node 24 calls the main thread of every program. It names nothing. */
const namelessThread = 'MainThread';

/** What a process is called; undefined when it has ended. */
export function linuxProcessName(proc: string, id: number): Promise<string | undefined> {
  const name = firstLine(`${proc}/${id}/comm`);
  const known = name === namelessThread ? linkedName(`${proc}/${id}/exe`) || name : name;
  return Promise.resolve(known === '' ? undefined : known);
}
