import * as l10n from '@vscode/l10n';
import { attributes, el, setText } from '../shared/dom';
import { setTextHint } from '../shared/hint';
import { newestReading, textOf } from '../shared/reading';
import type { KnownSeries, SeriesStore } from '../shared/seriesStore';

const mostShown = 6;
const nearlyFull = 90;
const full = 97;

interface Meter {
  readonly root: HTMLElement;
  readonly track: HTMLElement;
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

/** How full file systems are, fullest first. */
export class Meters {
  readonly root = el('ul', 'meters');
  private readonly rest = el('li', 'muted');
  private readonly byMount = new Map<string, Meter>();

  constructor(label: string) {
    this.root.setAttribute('aria-label', label);
  }

  write(store: SeriesStore, emptyNote: string): void {
    const { newest } = store;
    const all = store
      .all('system.filesystem_percent')
      .filter(({ info, trace }) => info.quality === 'unavailable' || trace.freshValue(newest) !== undefined)
      .sort((a, b) => order(b, newest) - order(a, newest));
    const shown = all.slice(0, mostShown);
    const items = shown.map((known) => this.written(known, newest));
    const more = all.length - shown.length;
    if (more > 0) setText(this.rest, l10n.t('and {0} more, less full', more));
    if (all.length === 0) setText(this.rest, emptyNote);
    if (more > 0 || all.length === 0) items.push(this.rest);
    const isSame =
      items.length === this.root.children.length && items.every((item, at) => item === this.root.children[at]);
    if (!isSame) this.root.replaceChildren(...items);
  }

  private written(known: KnownSeries, now: number): HTMLElement {
    const mount = known.info.labels['mount'] ?? '';
    const meter = this.byMount.get(mount) ?? meterOf(mount);
    this.byMount.set(mount, meter);
    const reading = newestReading(known, now);
    const value = reading.hasValue ? Math.min(100, Math.max(0, known.trace.value)) : 0;
    meter.fill.style.transform = `scaleX(${(value / 100).toFixed(3)})`;
    meter.fill.classList.toggle('is-warning', value >= nearlyFull && value < full);
    meter.fill.classList.toggle('is-critical', value >= full);
    setText(meter.value, textOf(reading));
    setTextHint(meter.value, reading.hint);
    // A meter without a value is none.
    attributes(meter.track, {
      role: reading.hasValue ? 'meter' : undefined,
      'aria-label': reading.hasValue ? mount : undefined,
      'aria-valuemin': reading.hasValue ? '0' : undefined,
      'aria-valuemax': reading.hasValue ? '100' : undefined,
      'aria-valuenow': reading.hasValue ? value.toFixed(1) : undefined,
      'aria-valuetext': reading.hasValue ? textOf(reading) : undefined,
    });
    return meter.root;
  }
}

/** What cannot be read comes last: a bar says more than a reason. */
function order({ info, trace }: KnownSeries, now: number): number {
  return info.quality === 'unavailable' ? -1 : (trace.freshValue(now) ?? -1);
}

function meterOf(mount: string): Meter {
  const fill = el('span', 'meter-fill');
  const track = el('span', 'meter', fill);
  const name = el('span', 'meter-name', mount);
  name.title = mount;
  const value = el('b', 'meter-value');
  return { root: el('li', '', name, track, value), track, fill, value };
}
