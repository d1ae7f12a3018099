import fs from 'node:fs';
import type { HeldMemory } from '../gpuSource';
import { linkedName, namesIn } from './sysFiles';

/** What one open GPU device tells of its user, from /proc/PID/fdinfo. */
export interface DrmClient {
  /** Device and client; the same for every descriptor of one client. */
  readonly key: string;
  /** Memory of the card itself. */
  readonly bytes: number;
}

const mostCharacters = 8192;
/** Processes between two turns of the event loop. */
const slice = 16;
const mostDescriptors = 4096;
/** A program that had no GPU open is looked at again after so many rounds. */
const rounds = 6;
const units: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The client that a text of fdinfo describes; undefined when it is none of a GPU, or one without memory of its own. */
export function parseDrmClient(text: string): DrmClient | undefined {
  const fields = new Map(
    Array.from(text.slice(0, mostCharacters).matchAll(/^(drm-[\w-]+):\s*(\S.*)$/gm), (found) => [found[1]!, found[2]!]),
  );
  const client = fields.get('drm-client-id');
  if (client === undefined) return undefined;
  let bytes = NaN;
  for (const [name, value] of fields)
    if (/^drm-total-(?:vram|local)\d*$/.test(name)) bytes = (Number.isNaN(bytes) ? 0 : bytes) + bytesOf(value);
  // What amdgpu called it before Linux 6.13.
  if (Number.isNaN(bytes)) bytes = bytesOf(fields.get('drm-memory-vram') ?? '');
  return bytes >= 0 ? { key: `${fields.get('drm-pdev') ?? ''} ${client}`, bytes } : undefined;
}

function bytesOf(value: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,15})(?:\s+(KiB|MiB|GiB))?\s*$/.exec(value) ?? [];
  return amount === '' ? NaN : Number(amount) * (units[unit] ?? NaN);
}

/** Memory that processes of this user hold on GPUs of AMD and Intel. Those of other users tell nobody else. */
export class DrmClients {
  private readonly without = new Set<string>();
  private round = 0;

  constructor(private readonly proc: string) {}

  async read(): Promise<readonly HeldMemory[]> {
    if (this.round++ % rounds === 0) this.without.clear();
    const held: HeldMemory[] = [];
    const seen = new Set<string>();
    const ids = namesIn(this.proc).filter((name) => /^\d{1,10}$/.test(name));
    for (const [at, id] of ids.entries()) {
      if (at % slice === slice - 1) await new Promise((resolve) => setImmediate(resolve));
      if (this.without.has(id)) continue;
      const bytes = this.heldBy(id, seen);
      if (Number.isNaN(bytes)) this.without.add(id);
      else if (bytes > 0) held.push({ id: Number(id), bytes });
    }
    return held;
  }

  /** NaN for a process that has no GPU open. A client that several processes share counts for the first of them. */
  private heldBy(id: string, seen: Set<string>): number {
    let bytes = NaN;
    for (const descriptor of namesIn(`${this.proc}/${id}/fd`).slice(0, mostDescriptors)) {
      if (!/^(?:renderD|card)\d+$/.test(linkedName(`${this.proc}/${id}/fd/${descriptor}`))) continue;
      bytes = Number.isNaN(bytes) ? 0 : bytes;
      const client = parseDrmClient(textOf(`${this.proc}/${id}/fdinfo/${descriptor}`));
      if (!client || seen.has(client.key)) continue;
      seen.add(client.key);
      bytes += client.bytes;
    }
    return bytes;
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    // Descriptors are closed between listing and reading.
    return '';
  }
}
