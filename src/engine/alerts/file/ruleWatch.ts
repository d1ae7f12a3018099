import { copyFile, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../../protocol/messageOf';
import { parseRules } from '../../../protocol/rules/parseRules';
import type { Rule } from '../../../protocol/rules/rule';
import type { RuleFile, RuleProblem } from '../../../protocol/rules/ruleFile';
import type { Component } from '../../component';
import type { Log } from '../../log';
import type { Stoppable, Ticker } from '../../ticker';
import { readRuleText } from './readRuleText';
import { rulesInForce } from './rulesInForce';

export const ruleFileName = 'alert-rules.json';

export interface RuleWatchOptions {
  readonly dataDir: string;
  /** The rules that a data folder without any begins with. */
  readonly defaultFile: string;
  readonly ticker: Ticker;
  readonly component: Component;
  readonly log: Log;
  /** Told what is in force from now on. */
  readonly changed: (rules: readonly Rule[], problems: readonly RuleProblem[]) => void;
}

const lookMs = 1000;

/** Keeps the rules that the user's file says in force, and looks once a second whether it was saved. */
export class RuleWatch {
  readonly file: string;
  private rules: readonly Rule[] = [];
  private stamp: string | undefined;
  private looking: Stoppable | undefined;
  private busy: Promise<void> | undefined;
  /** There was a file a moment ago. */
  private mayComeBack = false;
  private isStopped = false;
  private hasFailed = false;

  constructor(private readonly options: RuleWatchOptions) {
    this.file = path.join(options.dataDir, ruleFileName);
  }

  /** Ends when the rules are in force, or the component says why there are none. */
  async start(): Promise<void> {
    this.isStopped = false;
    this.hasFailed = false;
    this.options.component.starting();
    this.looking = this.options.ticker.every(lookMs, () => void this.look());
    await this.look();
  }

  stop(): void {
    this.isStopped = true;
    this.looking?.stop();
    this.options.component.stopped();
  }

  /** Reads the file if it was saved since the last look, or joins a look that is under way. Never rejects. */
  look(): Promise<void> {
    return (this.busy ??= this.lookOnce());
  }

  /** Reads the file as it is now, which a look that is under way may have missed. Never rejects. */
  async lookAnew(): Promise<void> {
    await this.busy;
    await this.look();
  }

  private async lookOnce(): Promise<void> {
    try {
      await this.read();
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed)
        this.options.component.degraded(
          `The alert rules cannot be read (${messageOf(error)}). The ones read before stay in force; reading is tried again.`,
        );
      this.hasFailed = true;
      // Once it can be read again, what the component says is to be said anew.
      this.stamp = undefined;
    } finally {
      this.busy = undefined;
    }
  }

  private async read(): Promise<void> {
    const found = await readRuleText(this.file, this.stamp);
    if (this.isStopped) return;
    const { mayComeBack } = this;
    this.mayComeBack = found.kind === 'text' || (found.kind === 'same' && mayComeBack);
    switch (found.kind) {
      case 'same':
        return;
      case 'missing':
        // What comes next in its place may look the same to the disk.
        this.stamp = undefined;
        // Some editors remove a file for a moment before they write it anew.
        if (!mayComeBack) await this.putDefaults();
        return;
      case 'unreadable':
        this.stamp = found.stamp;
        this.take({ rules: [], problems: [wholeFile(found.reason)], isBroken: true });
        return;
      case 'text':
        this.stamp = found.stamp;
        this.take(parseRules(found.text));
    }
  }

  private async putDefaults(): Promise<void> {
    const { defaultFile, dataDir } = this.options;
    await mkdir(dataDir, { recursive: true });
    // Never over a file that appeared meanwhile: it is the user's.
    await copyFile(defaultFile, this.file, constants.COPYFILE_EXCL).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    const written = await readRuleText(this.file, undefined);
    if (written.kind !== 'text') throw new Error(`${this.file} is a link to nothing: correct or remove it`);
    this.stamp = written.stamp;
    this.take(parseRules(written.text));
  }

  private take(file: RuleFile): void {
    const { component, log, changed } = this.options;
    const { rules, problems } = rulesInForce(this.rules, file);
    this.rules = rules;
    const errors = problems.filter(({ weight }) => weight === 'error');
    if (errors.length === 0) component.running();
    else component.degraded(sumUp(errors, rules.length));
    for (const { line, column, message } of problems.slice(0, mostLogged))
      log('warn', `${ruleFileName}:${line}:${column}: ${message}`);
    changed(rules, problems);
  }
}

const mostLogged = 20;

function sumUp(errors: readonly RuleProblem[], inForce: number): string {
  const [{ line, message }] = errors as [RuleProblem, ...RuleProblem[]];
  const more = errors.length === 1 ? '' : ` And ${errors.length - 1} more.`;
  return `${ruleFileName}, line ${line}: ${message}${more} Good rules stay in force (${inForce} now). Correct the file and save it.`;
}

function wholeFile(reason: string): RuleProblem {
  const message = `${reason} The rules read before stay in force. Replace it by a text with rules.`;
  return { weight: 'error', message, offset: 0, length: 0, line: 1, column: 1 };
}
