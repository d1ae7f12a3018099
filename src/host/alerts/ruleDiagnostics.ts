import * as vscode from 'vscode';
import type { RuleProblem } from '../../protocol/rules/ruleFile';
import { DisposableStore, type Disposable } from '../disposable';
import type { RuleDocument } from './ruleDocument';

const source = 'Wirthforge';
const restMs = 300;
const mostShown = 1000;

/** What is wrong with the rule file, under its text while it is typed. */
export class RuleDiagnostics implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly collection = this.parts.add(vscode.languages.createDiagnosticCollection('wirthforge-alert-rules'));
  private rest: NodeJS.Timeout | undefined;

  constructor(private readonly rules: RuleDocument) {
    const { workspace } = vscode;
    this.parts.add(
      workspace.onDidOpenTextDocument((document) => {
        if (rules.isOf(document)) this.check(document);
      }),
    );
    this.parts.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        if (rules.isOf(document)) this.checkSoon(document);
      }),
    );
    this.parts.add(
      workspace.onDidCloseTextDocument((document) => {
        if (rules.isOf(document)) this.clear();
      }),
    );
    const open = rules.opened();
    if (open) this.check(open);
  }

  dispose(): void {
    clearTimeout(this.rest);
    this.parts.dispose();
  }

  private checkSoon(document: vscode.TextDocument): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.check(document);
    }, restMs);
  }

  private check(document: vscode.TextDocument): void {
    if (document.isClosed) return;
    this.collection.set(this.rules.uri, this.problemsOf(document));
  }

  private problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
    if (this.rules.isTooLong(document)) return [tooLong(document)];
    const { problems } = this.rules.rulesOf(document);
    return problems.slice(0, mostShown).map((problem) => diagnosticOf(problem, document));
  }

  private clear(): void {
    clearTimeout(this.rest);
    this.collection.clear();
  }
}

function diagnosticOf(
  { weight, message, offset, length }: RuleProblem,
  document: vscode.TextDocument,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(range, message, weight === 'error' ? error : warning);
  diagnostic.source = source;
  return diagnostic;
}

function tooLong(document: vscode.TextDocument): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    document.lineAt(0).range,
    vscode.l10n.t(
      'This file is too long to be checked while it is typed. The monitor reads it when it is saved; the report of "Test Alert Rules on Recorded Data" says what is wrong with it.',
    ),
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = source;
  return diagnostic;
}
