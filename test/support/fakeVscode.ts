/**
 * The part of VS Code's API that the host uses, by hand: what the code under test does to it is written down in `fake`,
 * and tests play the user through it. The bundler puts this module in the place of `vscode`.
 */

import { fakeTabs, tabGroups } from './fakeTabs';
import { LogLevel } from './fakeConstants';
import { FakeDocument, FileSystemError, FileType, MarkdownString, Uri } from './fakeEditor';
import type { Range, ThemeColor } from './fakeEditor';

export {
  CodeAction,
  CodeActionKind,
  CodeLens,
  Diagnostic,
  DiagnosticSeverity,
  FileSystemError,
  FileType,
  MarkdownString,
  Position,
  Range,
  RelativePattern,
  TextEditorRevealType,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  WorkspaceEdit,
} from './fakeEditor';
export { LogLevel, ProgressLocation, StatusBarAlignment, UIKind, version, ViewColumn } from './fakeConstants';
export { TabInputWebview } from './fakeTabs';

type Listener<T> = (event: T) => unknown;

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>): Disposable => {
    this.listeners.add(listener);
    fake.alive.add(listener);
    return {
      dispose: () => {
        this.listeners.delete(listener);
        fake.alive.delete(listener);
      },
    };
  };

  fire(event: T): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  dispose(): void {
    for (const listener of this.listeners) fake.alive.delete(listener);
    this.listeners.clear();
  }
}

export const env = {
  language: 'en',
  appName: 'Fake Code',
  remoteName: undefined as string | undefined,
  uiKind: 1,
  /** The real one also does what `asExternalUri` does, which must not be done twice. */
  openExternal: (uri: Uri): Promise<boolean> => {
    fake.browsed.push(uri.toString());
    return Promise.resolve(true);
  },
  clipboard: {
    writeText: (text: string): Promise<void> => {
      if (fake.refusesClipboard) return Promise.reject(new Error('Document is not focused.'));
      fake.copied.push(text);
      return Promise.resolve();
    },
  },
};

export const l10n = {
  t: (message: string, ...values: unknown[]): string =>
    message.replace(/\{(\d+)\}/g, (_match, index: string) => String(values[Number(index)])),
};

interface Disposable {
  dispose(): void;
}

/** Registers something as alive until it is disposed. */
function tracked<T extends object>(thing: T): T & Disposable {
  fake.alive.add(thing);
  return Object.assign(thing, { dispose: () => void fake.alive.delete(thing) });
}

export class FakeStatusBarItem {
  readonly writes: string[] = [];
  name = '';
  command = '';
  visible = false;
  backgroundColor: ThemeColor | undefined;
  private current = { text: '', tooltip: new MarkdownString(''), accessibilityInformation: { label: '' } };

  constructor(readonly id: string) {}

  get text(): string {
    return this.current.text;
  }

  set text(text: string) {
    this.writes.push(`text ${text}`);
    this.current.text = text;
  }

  get tooltip(): MarkdownString {
    return this.current.tooltip;
  }

  set tooltip(tooltip: MarkdownString) {
    this.writes.push('tooltip');
    this.current.tooltip = tooltip;
  }

  get accessibilityInformation(): { label: string } {
    return this.current.accessibilityInformation;
  }

  set accessibilityInformation(information: { label: string }) {
    this.current.accessibilityInformation = information;
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    this.visible = false;
  }
}

export class FakeWebviewPanel {
  readonly posted: { readonly type: string }[] = [];
  readonly viewState = new EventEmitter<unknown>();
  readonly fromView = new EventEmitter<unknown>();
  readonly disposed = new EventEmitter<void>();
  readonly onDidChangeViewState = this.viewState.event;
  readonly onDidDispose = this.disposed.event;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'https://fake.source',
    onDidReceiveMessage: this.fromView.event,
    asWebviewUri: (uri: Uri): string => `https://fake.source${uri.path}`,
    postMessage: (message: { type: string }): Promise<boolean> => {
      this.posted.push(message);
      return Promise.resolve(true);
    },
  };
  visible = true;
  reveals = 0;
  iconPath: unknown;

  constructor(
    readonly viewType: string,
    readonly title: string,
    readonly options: Readonly<Record<string, unknown>>,
    /** Where it was opened; undefined for one that VS Code brings back. */
    readonly place?: unknown,
  ) {
    fake.alive.add(this);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.viewState.fire(undefined);
  }

  reveal(): void {
    this.reveals++;
  }

  dispose(): void {
    fake.alive.delete(this);
    this.disposed.fire();
    for (const emitter of [this.viewState, this.fromView, this.disposed]) emitter.dispose();
  }
}

/** A page in the side bar, in sight from the start. */
export class FakeWebviewView extends FakeWebviewPanel {
  readonly onDidChangeVisibility = this.viewState.event;

  constructor() {
    super('', '', {});
  }
}

/** A view in the side bar, in sight from the start. */
export class FakeTreeView {
  readonly visibility = new EventEmitter<{ readonly visible: boolean }>();
  readonly onDidChangeVisibility = this.visibility.event;
  readonly revealed: unknown[] = [];
  visible = true;
  badge: { readonly value: number; readonly tooltip: string } | undefined;
  description = '';
  message = '';

  constructor(readonly provider: unknown) {
    fake.alive.add(this);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.visibility.fire({ visible });
  }

  reveal(node: unknown): Promise<void> {
    this.revealed.push(node);
    return Promise.resolve();
  }

  dispose(): void {
    fake.alive.delete(this);
    this.visibility.dispose();
  }
}

interface Serializer {
  deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void>;
}

/** What a message of VS Code may have behind its text. */
interface MessageOptions {
  readonly modal?: boolean;
  readonly detail?: string;
}

interface InputOptions {
  readonly validateInput?: (text: string) => string | undefined;
}

/** One entry of a list that was shown to the user. */
export interface FakePickItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

interface ViewProvider {
  resolveWebviewView(view: unknown): void;
}

interface ContentProvider {
  provideTextDocumentContent(uri: Uri): string;
}

export interface FakeProblem {
  readonly message: string;
  readonly severity: number;
}

const configurationChanged = (): EventEmitter<{ affectsConfiguration: (section: string) => boolean }> =>
  new EventEmitter();

/** What happened to the fake, and the levers by which tests play the user. */
export const fake = {
  alive: new Set<unknown>(),
  values: new Map<string, unknown>(),
  commands: new Map<string, (...args: unknown[]) => unknown>(),
  executed: [] as unknown[][],
  warnings: [] as string[],
  informations: [] as string[],
  /** The lists that were shown, and what the user chooses in them, in turn; none left closes the list. */
  lists: [] as (readonly FakePickItem[])[],
  picks: [] as string[],
  copied: [] as string[],
  /** What was opened outside of the editor. */
  browsed: [] as string[],
  refusesClipboard: false,
  /** The button that the user presses in every message, if it has that button. */
  answer: undefined as string | undefined,
  /** More buttons that the user presses where a message has one of them. */
  presses: [] as string[],
  errors: [] as string[],
  /** Questions that the user had to answer before anything else, with their details. */
  modals: [] as string[],
  /** What the user chooses in dialogs for files, and types, in turn; none left closes the dialog. */
  files: [] as Uri[],
  dialogs: [] as { defaultUri?: Uri; filters?: Record<string, string[]> }[],
  typed: [] as string[],
  /** What was said against each text that the user typed. */
  refusals: [] as string[],
  folders: [] as string[],
  /** Cancels what is in progress. */
  cancel: undefined as (() => void) | undefined,
  closed: undefined as EventEmitter<{ uri: Uri }> | undefined,
  opened: undefined as EventEmitter<FakeDocument> | undefined,
  typedIn: undefined as EventEmitter<{ document: FakeDocument }> | undefined,
  documents: [] as FakeDocument[],
  /** Paths of the files that are on disk, with their texts. */
  disk: new Map<string, string>(),
  /** What stands under texts, by their paths. */
  problems: new Map<string, readonly FakeProblem[]>(),
  /** What is selected in the texts that were shown. */
  selections: [] as Range[],
  trees: new Map<string, FakeTreeView>(),
  isTrusted: true,
  /** Told that the window has got the keyboard, or lost it. */
  focus: new EventEmitter<{ readonly focused: boolean }>(),
  /** Leaves every message open; the test closes them with the button that the user presses. */
  holdsMessages: false,
  messages: [] as { readonly text: string; readonly close: (button?: string) => void }[],
  logged: [] as string[],
  channelLevel: LogLevel.Info,
  items: new Map<string, FakeStatusBarItem>(),
  panels: [] as FakeWebviewPanel[],
  serializers: new Map<string, Serializer>(),
  viewProviders: new Map<string, ViewProvider>(),
  /** Paths of the files that were written, with their bytes. */
  written: new Map<string, Uint8Array>(),
  /** Why no file can be written. */
  diskFault: undefined as string | undefined,
  providers: new Map<string, ContentProvider>(),
  progress: [] as string[],
  shown: [] as string[],
  configuration: undefined as ReturnType<typeof configurationChanged> | undefined,

  /** Back to a VS Code in which nothing has happened. */
  reset(): void {
    fake.configuration?.dispose();
    for (const map of [fake.values, fake.commands, fake.items, fake.serializers, fake.providers]) map.clear();
    for (const map of [fake.disk, fake.problems, fake.trees, fake.viewProviders, fake.written]) map.clear();
    fake.isTrusted = true;
    fake.focus.dispose();
    fakeTabs.reset();
    fake.refusesClipboard = false;
    fake.diskFault = undefined;
    fake.holdsMessages = false;
    fake.opened = undefined;
    fake.typedIn = undefined;
    const kept = [fake.executed, fake.warnings, fake.informations, fake.lists, fake.picks, fake.copied, fake.browsed];
    const told = [fake.presses, fake.errors, fake.modals, fake.files, fake.dialogs, fake.typed];
    for (const list of [
      ...told,
      fake.documents,
      fake.messages,
      fake.selections,
      fake.refusals,
      fake.folders,
      ...kept,
      fake.logged,
      fake.panels,
      fake.progress,
      fake.shown,
    ])
      list.length = 0;
    fake.alive.clear();
    fake.answer = undefined;
    fake.cancel = undefined;
    fake.closed = undefined;
    fake.channelLevel = LogLevel.Info;
    fake.configuration = configurationChanged();
  },

  /** Changes a setting as the user would, and tells the extension. */
  configure(key: string, value: unknown): void {
    fake.values.set(key, value);
    fake.configuration?.fire({ affectsConfiguration: (section) => section === 'wirthforge' });
  },
};

/** Configuration values come as proxies, as in VS Code: structured clone refuses them. */
function asProxy(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? new Proxy(value, {}) : value;
}

function onDisk(uri: Uri): Promise<string> {
  const text = fake.disk.get(uri.path);
  return text === undefined ? Promise.reject(new FileSystemError('FileNotFound')) : Promise.resolve(text);
}

export const workspace = {
  getConfiguration: (section: string): { get: (key: string) => unknown } => ({
    get: (key: string): unknown => (section === 'wirthforge' ? asProxy(fake.values.get(key)) : undefined),
  }),
  onDidChangeConfiguration: (listener: Listener<{ affectsConfiguration: (section: string) => boolean }>): Disposable =>
    (fake.configuration ??= configurationChanged()).event(listener),
  registerTextDocumentContentProvider: (scheme: string, provider: ContentProvider): Disposable => {
    fake.providers.set(scheme, provider);
    return tracked({ scheme });
  },
  onDidCloseTextDocument: (listener: Listener<{ uri: Uri }>): Disposable =>
    (fake.closed ??= new EventEmitter()).event(listener),
  get isTrusted(): boolean {
    return fake.isTrusted;
  },
  get textDocuments(): readonly FakeDocument[] {
    return fake.documents;
  },
  onDidOpenTextDocument: (listener: Listener<FakeDocument>): Disposable =>
    (fake.opened ??= new EventEmitter()).event(listener),
  onDidChangeTextDocument: (listener: Listener<{ document: FakeDocument }>): Disposable =>
    (fake.typedIn ??= new EventEmitter()).event(listener),
  onDidSaveTextDocument: (): Disposable => tracked({ saved: true }),
  createFileSystemWatcher: (): object => {
    const event = (): Disposable => tracked({ watched: true });
    return tracked({ onDidCreate: event, onDidChange: event, onDidDelete: event });
  },
  fs: {
    stat: async (uri: Uri): Promise<{ type: number; size: number }> => ({
      type: FileType.File,
      size: (await onDisk(uri)).length,
    }),
    readFile: async (uri: Uri): Promise<Uint8Array> => new TextEncoder().encode(await onDisk(uri)),
    copy: (from: Uri, to: Uri): Promise<void> => {
      const text = fake.disk.get(from.path);
      if (text === undefined) return Promise.reject(new FileSystemError('FileNotFound'));
      if (fake.disk.has(to.path)) return Promise.reject(new FileSystemError('FileExists'));
      fake.disk.set(to.path, text);
      return Promise.resolve();
    },
    writeFile: (uri: Uri, bytes: Uint8Array): Promise<void> => {
      if (fake.diskFault !== undefined) return Promise.reject(new Error(fake.diskFault));
      fake.written.set(uri.path, bytes);
      return Promise.resolve();
    },
    createDirectory: (uri: Uri): Promise<void> => {
      fake.folders.push(uri.path);
      return Promise.resolve();
    },
  },
  openTextDocument: (uri: Uri): Promise<{ text: string } | FakeDocument> => {
    const text = fake.disk.get(uri.path);
    if (text !== undefined) return Promise.resolve(new FakeDocument(uri, text));
    return Promise.resolve({ text: fake.providers.get(uri.scheme)!.provideTextDocumentContent(uri) });
  },
};

export const commands = {
  registerCommand: (id: string, run: (...args: unknown[]) => unknown): Disposable => {
    fake.commands.set(id, run);
    return tracked({ id });
  },
  executeCommand: (...call: unknown[]): Promise<unknown> => {
    fake.executed.push(call);
    return Promise.resolve(fake.commands.get(String(call[0]))?.(...call.slice(1)));
  },
};

interface Report {
  readonly message: string;
  readonly increment?: number;
}

/** Shows a message of some kind and presses one of its buttons. */
function message(
  kind: 'warnings' | 'informations' | 'errors',
): (text: string, ...rest: (string | MessageOptions)[]) => Promise<string | undefined> {
  return (text, ...rest) => {
    const options = rest.find((part) => typeof part === 'object');
    if (options?.modal === true) fake.modals.push([text, options.detail ?? ''].join('\n\n'));
    else fake[kind].push(text);
    const buttons = rest.filter((part) => typeof part === 'string');
    if (fake.holdsMessages)
      return new Promise((close) => {
        fake.messages.push({ text, close });
      });
    return Promise.resolve(buttons.find((button) => button === fake.answer || fake.presses.includes(button)));
  };
}

export const languages = {
  createDiagnosticCollection: (): Disposable => {
    const collection = {
      set: (uri: Uri, problems: readonly FakeProblem[]): void => void fake.problems.set(uri.path, problems),
      clear: (): void => {
        fake.problems.clear();
      },
    };
    return tracked(collection);
  },
  registerCodeLensProvider: (selector: object): Disposable => tracked({ selector }),
  registerCodeActionsProvider: (selector: object): Disposable => tracked({ selector }),
};

export const window = {
  state: { focused: false },
  onDidChangeWindowState: (listener: Listener<{ readonly focused: boolean }>): Disposable => fake.focus.event(listener),
  createOutputChannel: (): Disposable => {
    const write =
      (level: string) =>
      (message: string): void =>
        void fake.logged.push(`${level} ${message}`);
    return tracked({
      get logLevel() {
        return fake.channelLevel;
      },
      trace: write('trace'),
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      show: () => void fake.shown.push('log'),
    });
  },
  createStatusBarItem: (id: string): FakeStatusBarItem => {
    const item = tracked(new FakeStatusBarItem(id));
    fake.items.set(id, item);
    return item;
  },
  tabGroups,
  createWebviewPanel: (
    viewType: string,
    title: string,
    place: unknown,
    options: Record<string, unknown>,
  ): FakeWebviewPanel => {
    const panel = new FakeWebviewPanel(viewType, title, options, place);
    fake.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: (viewType: string, serializer: Serializer): Disposable => {
    fake.serializers.set(viewType, serializer);
    return tracked({ viewType });
  },
  registerWebviewViewProvider: (id: string, provider: ViewProvider): Disposable => {
    fake.viewProviders.set(id, provider);
    return tracked({ id });
  },
  setStatusBarMessage: (text: string): void => void fake.shown.push(text),
  showWarningMessage: message('warnings'),
  showInformationMessage: message('informations'),
  showErrorMessage: message('errors'),
  showSaveDialog: (options: (typeof fake.dialogs)[number]): Promise<Uri | undefined> => {
    fake.dialogs.push(options);
    return Promise.resolve(fake.files.shift());
  },
  showOpenDialog: (options: (typeof fake.dialogs)[number]): Promise<Uri[] | undefined> => {
    fake.dialogs.push(options);
    const file = fake.files.shift();
    return Promise.resolve(file && [file]);
  },
  showInputBox: ({ validateInput }: InputOptions): Promise<string | undefined> => {
    for (let text = fake.typed.shift(); text !== undefined; text = fake.typed.shift()) {
      const refusal = validateInput?.(text);
      if (refusal === undefined) return Promise.resolve(text);
      fake.refusals.push(refusal);
    }
    return Promise.resolve(undefined);
  },
  showQuickPick: (items: readonly FakePickItem[]): Promise<FakePickItem | undefined> => {
    fake.lists.push(items);
    const wanted = fake.picks.shift();
    return Promise.resolve(items.find(({ label }) => label === wanted));
  },
  showTextDocument: (
    document: { text: string },
    options?: { readonly selection?: Range },
  ): Promise<{ revealRange: () => void }> => {
    fake.shown.push(document.text);
    if (options?.selection) fake.selections.push(options.selection);
    return Promise.resolve({ revealRange: () => undefined });
  },
  createTreeView: (id: string, { treeDataProvider }: { readonly treeDataProvider: unknown }): FakeTreeView => {
    const view = new FakeTreeView(treeDataProvider);
    fake.trees.set(id, view);
    return view;
  },
  withProgress: <T>(
    _options: unknown,
    task: (progress: { report: (part: Report) => void }, token: unknown) => T,
  ): T => {
    const cancelled = new EventEmitter<void>();
    fake.cancel = () => {
      cancelled.fire();
    };
    const report = ({ message, increment }: Report): void =>
      void fake.progress.push(increment === undefined ? message : `${message} +${increment}`);
    return task({ report }, { isCancellationRequested: false, onCancellationRequested: cancelled.event });
  },
};
