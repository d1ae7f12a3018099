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
  /** Metrics of one chart. */
  metrics: 32,
  /** Labels of one metric. */
  labels: 16,
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

const minuteMs = 60_000;
/** The stretch of time of a chart. */
export const leastTimeWindowMs = minuteMs;
export const mostTimeWindowMs = 30 * 24 * 60 * minuteMs;
