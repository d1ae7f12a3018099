import { metricIds } from '../../../src/protocol/catalogue';
import { qualities, units } from '../../../src/protocol/metric';
import { severities } from '../../../src/protocol/rules/rule';
import type { ViewPage } from '../viewPage';

/** Words of the protocol, for which a page has words of its own. */
const wordsOfProtocol = new Set<string>([
  ...qualities,
  ...units,
  ...severities,
  ...['idle', 'generating', 'loading', 'waiting', 'done', 'cancelled', 'failed', 'refused'],
  ...['chat', 'completion', 'responses', 'messages', 'generate', 'embeddings', 'other'],
  ...['pending', 'firing', 'acknowledged', 'silenced', 'resolved', 'mitigation', 'diagnostic'],
  ...['energy counter', 'integrated power', 'power sensor', 'estimate'],
  ...['established', 'listen', 'time_wait', 'close_wait', 'package', 'dram', 'battery', 'total'],
]);

/** What makes the texts of the language longer. */
export const padding = 'ō';

const settingKeys = /\bwirthforge(\.\w+)+/g;
/** Symbols of units and quantiles are the same in every language, and the names of months are those of the page's. */
const symbols =
  /(?<!\p{L})(tok|[KMGT]iB|ms|min|k?Wh|kJ|MJ|bits|px|p50|p95|p99|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?!\p{L})/gu;

/** The names and sentences that a page is told by the engine: data, which it shows as they are. */
export class ToldTexts {
  private readonly told = new Set<string>([...metricIds, ...metricIds.map((id) => id.slice(0, id.indexOf('.')))]);

  constructor(view: ViewPage) {
    const tell = view.tell.bind(view);
    view.tell = (...messages) => {
      for (const message of messages) collect(message, this.told);
      return tell(...messages);
    };
  }

  /** The texts in which English is left when what was told is taken out. */
  withoutThem(texts: readonly string[]): string[] {
    const longestFirst = [...this.told].sort((a, b) => b.length - a.length).map(escaped);
    const told = new RegExp(`(?<![\\p{L}\\p{N}])(${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
    return texts.filter((text) => {
      const own = text.replaceAll(padding, ' ').replace(settingKeys, ' ').replace(told, ' ').replace(symbols, ' ');
      return /[A-Za-z]{2,}/.test(own);
    });
  }
}

function escaped(text: string): string {
  return text.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&');
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    // The name of a process and its number are shown apart.
    for (const text of [value, value.replace(/ \(\d+\)$/, '')])
      if (text.length > 1 && !wordsOfProtocol.has(text)) found.add(text);
  } else if (Array.isArray(value)) {
    for (const one of value) collect(one, found);
  } else if (typeof value === 'object' && value !== null) {
    // A label is shown with its name: `model qwen`.
    for (const [name, one] of Object.entries(value)) {
      if (name === 'labels') for (const label of Object.keys(one as object)) found.add(label);
      if (name !== 'type' && name !== 'unit' && name !== 'quality' && name !== 'state') collect(one, found);
    }
  }
}
