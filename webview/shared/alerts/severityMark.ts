import type { Severity } from '../../../src/protocol/rules/rule';
import { attributes, el } from '../dom';
import { icon } from '../icon';
import { severityWords } from './alertWords';

/** Icon and word of a severity, which both change with it. */
export class SeverityMark {
  readonly root = el('span', 'severity');
  private shown: Severity | undefined;

  write(severity: Severity): void {
    if (severity === this.shown) return;
    this.shown = severity;
    attributes(this.root, { 'data-severity': severity });
    this.root.replaceChildren(icon(severity), el('span', '', severityWords[severity]));
  }
}
