import * as vscode from 'vscode';
import { commandId } from '../protocol/commands';
import type { Disposable } from './disposable';
import type { ItemContent } from './itemContent';

const calmMs = 5000;

/**
 * A status bar item that is touched only where its content changed. VS Code takes a changed tooltip away and fades the
 * new one in, under the eyes of whoever reads it; so figures in it change every 5 s at most, its subject at once.
 */
export class StatusItem implements Disposable {
  private readonly item: vscode.StatusBarItem;
  private shown: ItemContent | undefined;
  private tooltip = '';
  private calm: NodeJS.Timeout | undefined;

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
    if (content.spoken !== before?.spoken)
      this.item.accessibilityInformation = { label: content.spoken, role: 'button' };
    if (content.background !== before?.background) this.item.backgroundColor = backgroundOf(content);
    if (content.subject !== before?.subject || !this.calm) this.writeTooltip(content);
    if (!before) this.item.show();
  }

  dispose(): void {
    clearTimeout(this.calm);
    this.shown = undefined;
    this.item.dispose();
  }

  private writeTooltip({ tooltip, links = [] }: ItemContent): void {
    if (tooltip === this.tooltip) return;
    this.tooltip = tooltip;
    const markdown = new vscode.MarkdownString(tooltip, true);
    if (links.length > 0) markdown.isTrusted = { enabledCommands: links.map(commandId) };
    this.item.tooltip = markdown;
    clearTimeout(this.calm);
    this.calm = setTimeout(() => {
      this.calm = undefined;
      if (this.shown) this.writeTooltip(this.shown);
    }, calmMs);
  }
}

function backgroundOf({ background }: ItemContent): vscode.ThemeColor | undefined {
  return background && new vscode.ThemeColor(`statusBarItem.${background}Background`);
}
