/** Series of one name, of which only those with a certain label count where one is given. */
export interface Part {
  readonly name: string;
  readonly where?: readonly [label: string, value: string];
}

/** The parts that add up to a figure. Of several such lists the first that is on a page counts, and never two of them. */
export type Alternatives = readonly (readonly Part[])[];

/** How a runtime names what the monitor reads from its page, newest names first. */
export interface PageNames {
  /** Begins the name of every metric of this runtime. */
  readonly prefix: string;
  readonly active: Alternatives;
  readonly queued: Alternatives;
  /** Prompt tokens, those reused from a cache included. */
  readonly prompt: Alternatives;
  readonly cached: Alternatives;
  readonly generated: Alternatives;
  /** Requests that ended, whatever their end: aborted ones are among them, where the runtime counts those too. */
  readonly ended: Alternatives;
  /** Counters that grow while a request is under way, where those of tokens only grow at its end. */
  readonly made?: Alternatives;
  /** Prompt tokens that were evaluated, as that goes on; undefined where `prompt` less `cached` is that. */
  readonly evaluated?: Alternatives;
  /** Lines of histograms, in seconds. */
  readonly ttft: Alternatives;
  readonly interToken: Alternatives;
  readonly request: Alternatives;
  /** A label of series that are already in another one. */
  readonly partLabel?: string;
}

/** When the process began, in seconds since 1970: Python's client library gives it. */
export const startName = 'process_start_time_seconds';
export const modelLabel = 'model_name';

/** Counters whose names may or may not end in `_total`. */
export function counters(...names: readonly string[]): Alternatives {
  return names.flatMap((name) => [[{ name: `${name}_total` }], [{ name }]]);
}

export const gauges = (...names: readonly string[]): Alternatives => names.map((name) => [{ name }]);

export const histograms = (...names: readonly string[]): Alternatives =>
  names.map((name) => [{ name: `${name}_bucket` }]);

/** Every metric that is to be read of a page. */
export function wantedNames(names: PageNames): ReadonlySet<string> {
  const lists = [
    names.active,
    names.queued,
    names.prompt,
    names.cached,
    names.generated,
    names.ended,
    names.made ?? [],
    names.evaluated ?? [],
    names.ttft,
    names.interToken,
    names.request,
  ];
  return new Set([startName, ...lists.flat(2).map(({ name }) => name)]);
}
