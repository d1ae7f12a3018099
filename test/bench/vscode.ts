import { eventually, pause } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import { median } from './meter';

export interface VscodeFigure {
  readonly name: string;
  readonly median: number;
  readonly worst: number;
}

const watchedMs = 20_000;

/** Activation, and how long the extension host's thread was held, as the extension's own report tells it. */
export async function measureInVscode(rounds: number): Promise<VscodeFigure[]> {
  const activation: number[] = [];
  const longest: number[] = [];
  const mean: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}: VS Code\n`);
    const vscode = await VscodeServer.start({ name: 'bench' });
    try {
      const window = await vscode.openWindow({ height: 1400 });
      await window.cpu();
      await window.runCommand('Wirthforge: Open Dashboard');
      await window.dashboard();
      await pause(watchedMs);
      await window.runCommand('Wirthforge: Run Diagnostics');
      const held = await eventually(
        'the report tells of the thread',
        async () => /([\d.]+) ms on average, ([\d.]+) ms at the longest/.exec(await window.editorText()) ?? false,
      );
      mean.push(Number(held[1]));
      longest.push(Number(held[2]));
      activation.push(Number(/activated in ([\d.]+) ms/.exec(vscode.log())?.[1]));
    } finally {
      await vscode.stop();
    }
  }
  const figure = (name: string, values: readonly number[]): VscodeFigure => ({
    name,
    median: median(values),
    worst: Math.max(...values),
  });
  return [
    figure('activation, ms', activation),
    figure('longest hold of the host thread in 20 s with the dashboard open, ms', longest),
    figure('mean hold of the host thread, ms', mean),
  ];
}
