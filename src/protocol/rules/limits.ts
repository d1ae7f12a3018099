/** What a rule file may hold. What is beyond is a problem of the rule in which it stands, never of the others. */
export const limits = {
  /** UTF-16 units of the whole text. */
  text: 10 * 1024 * 1024,
  rules: 10_000,
  /** Conditions within conditions. */
  depth: 16,
  /** Comparisons of one rule. */
  leaves: 64,
  actions: 16,
  labels: 16,
  escalations: 8,
  inhibits: 64,
  args: 16,
  /** UTF-16 units of a name, description or message. */
  words: 1000,
  /** UTF-16 units of an id, a metric or a label. */
  name: 128,
  /** Brackets within brackets in one rule; as many as `depth` can need. */
  nesting: 64,
  /** Names, values, commas and brackets of one rule. */
  tokens: 10_000,
  /** UTF-16 units of one rule. */
  rule: 1_000_000,
  /** Names, values, commas and brackets of all rules. */
  allTokens: 2_000_000,
  /** Problems that are told; how many more there are is said. */
  problems: 1000,
} as const;

export const secondMs = 1000;
export const dayMs = 86_400_000;
