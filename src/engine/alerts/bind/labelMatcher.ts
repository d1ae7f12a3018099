import { matchesGlob } from '../../../protocol/glob';
import type { Labels } from '../../../protocol/metric';

interface LabelTest {
  readonly name: string;
  readonly pattern: string;
  readonly isExact: boolean;
  readonly isNegated: boolean;
}

/** Says whether labels fit a selector. A label that is missing counts as an empty one, as in Prometheus. */
export class LabelMatcher {
  /** Labels that the selector gives one value. */
  readonly exact: Labels;
  private readonly tests: readonly LabelTest[];

  constructor(labels: Labels) {
    this.tests = Object.entries(labels).map(([name, text]) => testOf(name, text));
    this.exact = Object.fromEntries(
      this.tests.filter((test) => test.isExact && !test.isNegated).map(({ name, pattern }) => [name, pattern]),
    );
  }

  matches(labels: Labels): boolean {
    for (const test of this.tests) {
      const value = labels[test.name] ?? '';
      const fits = test.isExact ? value === test.pattern : matchesGlob(test.pattern, value);
      if (fits === test.isNegated) return false;
    }
    return true;
  }
}

function testOf(name: string, text: string): LabelTest {
  const isNegated = text.startsWith('!');
  const pattern = isNegated ? text.slice(1) : text;
  return { name, pattern, isExact: !pattern.includes('*'), isNegated };
}
