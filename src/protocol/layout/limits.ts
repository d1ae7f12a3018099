/** What a layout may hold. */
export const layoutLimits = {
  /** UTF-16 units of the whole text, and bytes of the file. */
  text: 1024 * 1024,
  columns: 24,
  /** Rows that fill the height of a page. */
  rows: 24,
  /** CSS pixels between panels. */
  gap: 32,
  panels: 60,
  /** Rows that a panel covers. */
  height: 24,
  /** The lowest row in which a panel may begin; panels that make room for others must not run out of it. */
  row: 9999,
  /** Metrics of one chart, which may each be one series: as many as a chart has lines. */
  metrics: 40,
  /** Labels of one metric. */
  labels: 16,
  /** UTF-16 units of the value of a label, which the engine cuts there too. */
  label: 1024,
  alerts: 100,
  /** UTF-16 units of a title, name or version. */
  words: 128,
  /** UTF-16 units of an id. */
  id: 64,
  /** Brackets within brackets. */
  nesting: 32,
  /** Names, values, commas and brackets. */
  tokens: 100_000,
  /** Problems that are told; how many more there are is said. */
  problems: 200,
} as const;

/** What layouts and panels may be called by programs: no name that an object has by itself. */
export const idForm = new RegExp(`^(?!(?:__proto__|prototype|constructor)$)[A-Za-z0-9._-]{1,${layoutLimits.id}}$`);

const minuteMs = 60_000;
/** The stretch of time of a chart. */
export const leastTimeWindowMs = minuteMs;
export const mostTimeWindowMs = 30 * 24 * 60 * minuteMs;
