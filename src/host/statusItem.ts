import * as vscode from 'vscode';
import type { Disposable } from './disposable';
import type { ItemContent } from './itemContent';

/** A status bar item that is touched only where its content changed, so that it does not flicker under the pointer. */
export class StatusItem implements Disposable {
  private readonly item: vscode.StatusBarItem;
  private shown: ItemContent | undefined;

  constructor(id: string, title: string, priority: number, command: string) {
    this.item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority);
    this.item.name = title;
    this.item.command = command;
  }

  /** Shows the content, or hides the item when there is none. */
  show(content: ItemContent | undefined): void {
    const before = this.shown;
    this.shown = content;
    if (!content) {
      if (before) this.item.hide();
      return;
    }
    if (content.text !== before?.text) this.item.text = content.text;
    if (content.tooltip !== before?.tooltip) this.item.tooltip = new vscode.MarkdownString(content.tooltip, true);
    if (content.spoken !== before?.spoken)
      this.item.accessibilityInformation = { label: content.spoken, role: 'button' };
    if (!before) this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
