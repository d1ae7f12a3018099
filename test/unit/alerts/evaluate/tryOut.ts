import { Evaluator } from '../../../../src/engine/alerts/evaluate/evaluator';
import type { Finding, Instance } from '../../../../src/engine/alerts/finding';
import type { Rule } from '../../../../src/protocol/rules/rule';
import type { SettingKey } from '../../../../src/protocol/settings';
import type { Series } from '../../../../src/engine/metrics/series';
import { FakeFigures } from './fakeFigures';

export interface Look {
  readonly instance: Instance;
  readonly finding: Finding;
}

/** An evaluator over figures that a test sets, with a clock that a test moves. */
export class TryOut {
  readonly figures = new FakeFigures();
  readonly settings = new Map<SettingKey, number>();
  readonly evaluator: Evaluator;
  readonly gone: Instance[] = [];
  now = 1_700_000_000_000;
  /** What the budget is measured with, ms. */
  elapsedMs = 0;

  constructor(rules: readonly Rule[], series: readonly Series[] = []) {
    this.evaluator = new Evaluator({
      figures: this.figures,
      setting: (key) => this.settings.get(key),
      elapsed: () => this.elapsedMs,
    });
    this.evaluator.onGone = (instance) => this.gone.push(instance);
    this.evaluator.setRules(rules);
    this.evaluator.setSeries(series);
  }

  pass(): Look[] {
    const looks: Look[] = [];
    this.evaluator.pass(this.now, Infinity, (instance, finding) => {
      looks.push({ instance, finding: copy(finding) });
    });
    return looks;
  }

  frame(layout: readonly Series[]): Look[] {
    const looks: Look[] = [];
    this.evaluator.frame(layout, this.now, Infinity, (instance, finding) => {
      looks.push({ instance, finding: copy(finding) });
    });
    return looks;
  }

  /** Of a rule set with one instance. */
  look(): Look {
    const looks = this.pass();
    const [only] = looks;
    if (!only || looks.length > 1) throw new Error(`There are ${looks.length} instances, not one.`);
    return only;
  }

  finding(): Finding {
    return this.look().finding;
  }

  labels(): string[] {
    return this.pass()
      .map(({ instance }) => JSON.stringify(instance.labels))
      .sort();
  }
}

/** The evaluator uses one finding again and again. */
function copy({ level, isUnknown, value, threshold, unit, series, values }: Finding): Finding {
  return { level, isUnknown, value, threshold, unit, series: [...series], values: [...(values ?? [])] };
}
