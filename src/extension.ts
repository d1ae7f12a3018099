import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { Config } from './protocol/settings';
import { parseRules } from './protocol/rules/parseRules';
import { copyEndpoint } from './host/access/copyEndpoint';
import { openInBrowser } from './host/access/openInBrowser';
import { rotateToken } from './host/access/rotateToken';
import { Alerts } from './host/alerts/alerts';
import { registerCommands } from './host/commands';
import { connectRuntime } from './host/connect/connectRuntime';
import { ContextKeys } from './host/contextKeys';
import { Diagnostics } from './host/diagnostics';
import { DisposableStore } from './host/disposable';
import { EngineClient } from './host/engineClient';
import { HostLag } from './host/hostLag';
import { HostLog } from './host/log';
import { LayoutRoom } from './host/layout/layoutRoom';
import { Settings } from './host/settings';
import { watchFocus } from './host/watchFocus';
import { StatusBar } from './host/statusBar';
import { StoreDocuments } from './host/store/storeDocuments';
import { storeHandlers } from './host/store/storeHandlers';
import { StoreSecret } from './host/store/storeSecret';
import { OverviewView } from './host/views/overviewView';
import { ViewPanels } from './host/views/viewPanels';

// VS Code calls `deactivate` without arguments and waits only for it, not for subscriptions: the one thing that needs
// waiting for is kept here.
let stopEngine: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  const parts = new DisposableStore();
  context.subscriptions.push(parts);

  const version = String((context.extension.packageJSON as { version: unknown }).version);
  const log = parts.add(new HostLog());
  const settings = parts.add(new Settings(log));
  const applyLogLevel = (config: Config): void => {
    log.setLevel(config['log.level']);
  };
  applyLogLevel(settings.config.value);
  parts.add(settings.config.onChange(applyLogLevel));

  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'engine.js').fsPath;
  const engine = parts.add(
    new EngineClient({
      spawn: (init) => new Worker(script, { workerData: init, name: 'wirthforge-engine' }),
      dataDir: context.globalStorageUri.fsPath,
      version,
      ...(vscode.workspace.name === undefined ? {} : { window: vscode.workspace.name }),
      config: settings.config,
      log,
    }),
  );
  parts.add(
    watchFocus((at) => {
      engine.focused(at);
    }),
  );
  stopEngine = () => engine.stop();
  parts.add(
    new HostLag(settings.config, (lagMs) => {
      engine.ux({ kind: 'host', window: String(process.pid), lagMs });
    }),
  );

  const secret = parts.add(
    new StoreSecret({
      secrets: context.secrets,
      dataDir: context.globalStorageUri.fsPath,
      config: settings.config,
      log,
      unlock: (given) => {
        engine.unlock(given);
      },
    }),
  );

  parts.add(new ContextKeys(engine.status));
  parts.add(new StatusBar(engine, settings.config));
  const { extensionUri } = context;
  const sources = { engine, config: settings.config, log };
  const media = (file: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', file);
  const layout = parts.add(new LayoutRoom(context.globalStorageUri, media('layout.default.json'), log));
  const panels = parts.add(new ViewPanels({ ...sources, extensionUri, layout: layout.file }));
  parts.add(new OverviewView(extensionUri, sources));
  const diagnostics = parts.add(new Diagnostics(engine, settings, version));
  const documents = parts.add(new StoreDocuments());
  const storage = context.globalStorageUri;
  const alerts = parts.add(
    new Alerts({
      engine,
      config: settings.config,
      storage,
      defaults: media('alert-rules.default.json'),
      parse: parseRules,
      memory: context.globalState,
      documents,
      log,
      showDashboard: () => {
        panels.show('dashboard');
      },
      now: Date.now,
    }),
  );
  parts.add(
    registerCommands({
      ...alerts.handlers,
      ...storeHandlers({ engine, storage, documents, secret, log, now: Date.now }),
      openDashboard: () => {
        panels.show('dashboard');
      },
      openEnergy: () => {
        panels.show('energy');
      },
      openPerformance: () => {
        panels.show('performance');
      },
      openInBrowser: () => openInBrowser(engine),
      openLayout: () => layout.file.open(),
      connectRuntime: () => connectRuntime(engine, settings.config),
      copyEndpoint: () => copyEndpoint(engine),
      rotateToken: () => rotateToken(engine),
      pause: () => {
        engine.pause();
      },
      resume: () => {
        engine.resume();
      },
      runDiagnostics: () => diagnostics.run(),
      showLog: () => {
        log.show();
      },
    }),
  );

  engine.start();
  void secret.give();
  log.write('info', `Wirthforge Monitor ${version} activated in ${(performance.now() - began).toFixed(1)} ms.`);
}

export async function deactivate(): Promise<void> {
  await stopEngine?.();
  stopEngine = undefined;
}
