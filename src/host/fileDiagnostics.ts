import * as vscode from 'vscode';
import type { Problem } from '../protocol/text/problems';
import { DisposableStore, type Disposable } from './disposable';

const source = 'Wirthforge';
const restMs = 300;
const mostShown = 1000;

/** A file of the user whose text is checked while it is typed. */
export interface CheckedFile {
  readonly uri: vscode.Uri;
  isOf(document: Pick<vscode.TextDocument, 'uri'>): boolean;
  /** The file in an editor, where it is open in one. */
  opened(): vscode.TextDocument | undefined;
  /** What is wrong with the text; or, as words for people, why it is not checked. */
  problemsOf(document: vscode.TextDocument): readonly Problem[] | string;
}

/** What is wrong with a file, under its text while it is typed. */
export class FileDiagnostics implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  private rest: NodeJS.Timeout | undefined;

  constructor(
    name: string,
    private readonly file: CheckedFile,
  ) {
    const { workspace } = vscode;
    this.collection = this.parts.add(vscode.languages.createDiagnosticCollection(name));
    this.parts.add(
      workspace.onDidOpenTextDocument((document) => {
        if (file.isOf(document)) this.check(document);
      }),
    );
    this.parts.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        if (file.isOf(document)) this.checkSoon(document);
      }),
    );
    this.parts.add(
      workspace.onDidCloseTextDocument((document) => {
        if (file.isOf(document)) this.clear();
      }),
    );
    const open = file.opened();
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
    const problems = this.file.problemsOf(document);
    const shown =
      typeof problems === 'string'
        ? [unchecked(problems, document)]
        : problems.slice(0, mostShown).map((problem) => diagnosticOf(problem, document));
    this.collection.set(this.file.uri, shown);
  }

  private clear(): void {
    clearTimeout(this.rest);
    this.collection.clear();
  }
}

function diagnosticOf({ weight, message, offset, length }: Problem, document: vscode.TextDocument): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(range, message, weight === 'error' ? error : warning);
  diagnostic.source = source;
  return diagnostic;
}

function unchecked(why: string, document: vscode.TextDocument): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(document.lineAt(0).range, why, vscode.DiagnosticSeverity.Information);
  diagnostic.source = source;
  return diagnostic;
}
