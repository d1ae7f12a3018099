// @ts-check
import { ensureInstalled } from './installed.mjs';

// What is imported below needs the packages that this installs.
ensureInstalled();
const { packageVsix } = await import('./package.mjs');
const { packOpener } = await import('./vscode/packOpener.mjs');
const { startDesktop, startServed } = await import('./vscode/startWindow.mjs');

const files = [await packageVsix(), await packOpener()];
if (process.argv.includes('--check')) await startServed(files, { check: true });
else if (!(await startDesktop(files))) await startServed(files, { check: false });
