// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useRegistryOnly } from './registryOnly.mjs';
import { runQuietly } from './runQuietly.mjs';

const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Puts a VS Code Server into `folder/vscode` and the Node it needs into `folder/node`.
 * @param {string} folder
 * @param {{ codeServer: string, node: string }} versions
 */
export async function installServer(folder, versions) {
  const download = path.join(folder, 'download');
  mkdirSync(download, { recursive: true });
  writeFileSync(path.join(download, 'package.json'), '{"private":true}');
  const nodePackage = nodePackageName();
  const wanted = [`${nodePackage}@${versions.node}`, `code-server@${versions.codeServer}`];
  // --force: the server asks for a newer Node than the one that installs it, and runs on its own.
  await npm(download, [...install, '--force', '--save-exact', ...wanted]);

  const node = path.join(folder, 'node');
  const vscode = path.join(folder, 'vscode');
  renameSync(path.join(download, 'node_modules', nodePackage), node);
  renameSync(path.join(download, 'node_modules', 'code-server', 'lib', 'vscode'), vscode);
  rmSync(download, { recursive: true, force: true });

  useRegistryOnly(vscode);
  await npm(vscode, [...install, '--force', '--omit=dev']);
  await npm(path.join(vscode, 'extensions'), [...install, '--force', '--omit=dev']);
  await buildNativeModules(vscode, node);
}

/** The package of the registry that holds Node for this machine, as the package `node` itself chooses it. */
function nodePackageName() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${process.arch}`;
}

/** The server's log writer and watchdog, the latter under its older name too. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];

/** Compiles the server's log writer and watchdog; without a compiler the server runs too, with errors in its own log. */
async function buildNativeModules(/** @type {string} */ vscode, /** @type {string} */ node) {
  // The server's own Node goes first on PATH and gives the headers, so what is compiled fits what loads it.
  const bin = process.platform === 'win32' ? node : path.join(node, 'bin');
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: node,
    npm_config_loglevel: 'error',
  };
  const present = nativeModules.filter((name) => existsSync(path.join(vscode, 'node_modules', name)));
  try {
    await runQuietly('npm', ['rebuild', ...present], { cwd: vscode, env });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `VS Code Server's native log writer was not compiled, so its own log stays empty; everything else works. ` +
        `Install g++, make and python3 and delete .vscode-test to have it. (${reason.slice(0, 300)})\n`,
    );
  }
}

const npm = (/** @type {string} */ cwd, /** @type {string[]} */ args) =>
  runQuietly('npm', args, { cwd, env: process.env });
