import type { RuntimeSetting } from '../../../protocol/settings';
import type { Probe, RuntimeKind, RuntimeStatus } from '../../../protocol/status';
import type { Components } from '../../components';
import type { Adapter } from './adapter';
import { readLoopbackAddress, shownUrl, type LoopbackAddress } from './http/loopbackAddress';
import { LlamaAdapter } from './llamacpp/llamaAdapter';
import { LlamaSwapAdapter } from './llamaswap/llamaSwapAdapter';
import { LmStudioAdapter } from './lmstudio/lmStudioAdapter';
import { OllamaAdapter } from './ollama/ollamaAdapter';
import { OpenAiAdapter } from './openai/openAiAdapter';
import { ScrapeAdapter } from './prometheus/scrapeAdapter';
import { reasonFor } from './reasons';
import { routed } from './routed';
import { sglang } from './sglang/sglang';
import { vllm } from './vllm/vllm';
import { WatchedRuntime, type Surroundings } from './watchedRuntime';

/** A runtime that was found, not configured, leaves the list after this many failed readings in a row. */
const failuresToLeave = 3;
const maxRemembered = 64;

const newAdapter: Readonly<Record<RuntimeKind, () => Adapter>> = {
  llamacpp: () => new LlamaAdapter(),
  ollama: () => new OllamaAdapter(),
  llamaswap: () => new LlamaSwapAdapter(),
  vllm: () => new ScrapeAdapter(vllm),
  sglang: () => new ScrapeAdapter(sglang),
  lmstudio: () => new LmStudioAdapter(),
  openai: () => new OpenAiAdapter(),
};

interface Entry {
  readonly runtime: WatchedRuntime;
  readonly setting: RuntimeSetting | undefined;
}

/** The runtimes under watch, by their labels. */
export class Watchlist {
  private readonly entries = new Map<string, Entry>();
  /** Runtimes that left, so that their labels and totals go on when they come back. */
  private readonly remembered = new Map<string, WatchedRuntime>();
  /** Configured addresses that may not be read. */
  private refused: readonly { readonly component: string; readonly probe: Probe }[] = [];
  private readonly surroundings: Surroundings;
  private isStarted = false;
  private sampleRate = 1;

  constructor(
    surroundings: Omit<Surroundings, 'changed'>,
    private readonly components: Pick<Components, 'open' | 'remove'>,
    private readonly changed: () => void,
  ) {
    this.surroundings = {
      ...surroundings,
      changed: (runtime) => {
        this.letGoIfLost(runtime);
        this.leaveToFront(runtime);
        changed();
      },
    };
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** Whether a runtime at this port is read, by itself or through another one. */
  hasPort(port: number): boolean {
    return this.list().some(
      ({ runtime: { target } }) => target.address.port === port || target.adapter.portsBehind?.has(port) === true,
    );
  }

  addresses(): { readonly name: string; readonly address: LoopbackAddress }[] {
    return this.list().map(({ runtime: { target } }) => ({ name: target.name, address: target.address }));
  }

  statuses(): RuntimeStatus[] {
    return this.list().flatMap(({ runtime }) => runtime.status ?? []);
  }

  probes(): Probe[] {
    return [...this.refused.map(({ probe }) => probe), ...this.list().map(({ runtime }) => runtime.probe)];
  }

  /** Watches from now on with these rates, everything that is listed. */
  start(sampleRate: number): void {
    this.isStarted = true;
    this.sampleRate = sampleRate;
    for (const { runtime } of this.list())
      runtime.start(sampleRate, this.components.open(componentOf(runtime.target.name)));
  }

  /** Stops watching and empties the list. */
  clear(): void {
    this.follow([]);
    this.dropFound();
    this.isStarted = false;
  }

  /** Lists what is configured; runtimes whose setting stays as it was are left alone. */
  follow(settings: readonly RuntimeSetting[]): void {
    for (const { component } of this.refused) this.components.remove(component);
    this.refused = [];
    const wanted = new Set(settings.map(keyOf));
    for (const { runtime, setting } of this.list()) if (setting && !wanted.has(keyOf(setting))) this.drop(runtime);
    for (const setting of settings) this.addConfigured(setting);
  }

  /** Takes a runtime that was found onto the list. */
  add(kind: RuntimeKind, address: LoopbackAddress): void {
    this.watch(kind, address, kind, undefined);
    this.changed();
  }

  /** Takes off the list what was found and not configured. */
  dropFound(): void {
    for (const { runtime, setting } of this.list()) if (!setting) this.drop(runtime);
  }

  private list(): Entry[] {
    return [...this.entries.values()];
  }

  private addConfigured(setting: RuntimeSetting): void {
    if (this.list().some((entry) => entry.setting && keyOf(entry.setting) === keyOf(setting))) return;
    const check = readLoopbackAddress(setting.url);
    if ('reason' in check) {
      this.refuse(setting, check.reason);
      return;
    }
    const { port } = check.address;
    for (const { runtime, setting: other } of this.list())
      if (!other && runtime.target.address.port === port) this.drop(runtime);
    this.giveUpName(setting.name, memoryKey(setting.name, setting.kind, check.address, true));
    this.watch(setting.kind, check.address, setting.name, setting);
  }

  private refuse({ name, url }: RuntimeSetting, reason: string): void {
    const component = componentOf(name);
    const shown = shownUrl(url);
    this.components.open(component).degraded(reasonFor(shown, { outcome: 'refused', by: 'address', reason }));
    this.refused = [...this.refused, { component, probe: { url: shown, outcome: reason } }];
  }

  private watch(kind: RuntimeKind, address: LoopbackAddress, label: string, setting: RuntimeSetting | undefined): void {
    const key = memoryKey(label, kind, address, setting !== undefined);
    let runtime = this.remembered.get(key);
    if (!runtime) {
      const adapter = newAdapter[kind]();
      const target = { name: this.freeName(label, address.port), address, adapter };
      const client = routed(this.surroundings.client, adapter);
      runtime = new WatchedRuntime(target, { ...this.surroundings, client });
      this.remembered.set(key, runtime);
      this.forgetOldest();
    }
    const { name } = runtime.target;
    this.entries.set(name, { runtime, setting });
    if (this.isStarted) runtime.start(this.sampleRate, this.components.open(componentOf(name)));
  }

  private drop(runtime: WatchedRuntime): void {
    runtime.stop();
    this.entries.delete(runtime.target.name);
    this.components.remove(componentOf(runtime.target.name));
  }

  private letGoIfLost(runtime: WatchedRuntime): void {
    const entry = this.entries.get(runtime.target.name);
    if (entry?.runtime === runtime && !entry.setting && runtime.failures >= failuresToLeave) this.drop(runtime);
  }

  /** What stands behind a runtime and was only found is told of by that runtime, lest it be counted twice. */
  private leaveToFront({ target }: WatchedRuntime): void {
    const ports = target.adapter.portsBehind;
    if (!ports || this.entries.get(target.name)?.runtime.target !== target) return;
    for (const { runtime, setting } of this.list())
      if (!setting && ports.has(runtime.target.address.port)) this.drop(runtime);
  }

  /** A name that the user chose is not withheld by something that was only found, or that it once stood for. */
  private giveUpName(name: string, owner: string): void {
    for (const [key, runtime] of this.remembered) {
      const entry = this.entries.get(name);
      if (key === owner || runtime.target.name !== name || entry?.setting) continue;
      if (entry?.runtime === runtime) this.drop(runtime);
      this.remembered.delete(key);
    }
  }

  /** Names stay with what had them first, even while it is gone: a label never stands for two servers. */
  private freeName(label: string, port: number): string {
    const taken = new Set(Array.from(this.remembered.values(), (runtime) => runtime.target.name));
    let name = label;
    for (let n = 1; taken.has(name); n++) name = n === 1 ? `${label}:${port}` : `${label}:${port}-${n}`;
    return name;
  }

  private forgetOldest(): void {
    for (const [key, runtime] of this.remembered) {
      if (this.remembered.size <= maxRemembered) return;
      if (this.entries.get(runtime.target.name)?.runtime !== runtime) this.remembered.delete(key);
    }
  }
}

const componentOf = (name: string): string => `runtime ${name}`;

const memoryKey = (label: string, kind: RuntimeKind, { url }: LoopbackAddress, isConfigured: boolean): string =>
  `${isConfigured ? 'configured' : 'found'} ${label} ${kind} ${url}`;

const keyOf = ({ name, kind, url }: RuntimeSetting): string => `${name} ${kind} ${url}`;
