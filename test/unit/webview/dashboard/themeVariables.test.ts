import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { contrastOf, rgbOf } from '../../../../webview/shared/contrast';
import { palettes } from '../../../../webview/dashboard/theme/themePalettes';
import { themeVariables } from '../../../../webview/dashboard/theme/themeVariables';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const contrast = (ink: string, ground: string): number => contrastOf(rgbOf(ink)!, rgbOf(ground)!);

describe("A layout's colours", () => {
  it("are the editor's where it follows the editor", () => {
    assert.deepEqual(themeVariables({ name: 'vscode', colours: {} }, palettes.light), {});
  });

  it("are those of a browser's page in the dark theme", () => {
    const variables = themeVariables({ name: 'dark', colours: {} }, palettes.light);
    assert.deepEqual(
      ['page', 'card', 'button', 'orange', 'red'].map((name) => variables[`--wf-${name}`]),
      ['#1a1a1a', '#2d2d2d', '#00ff88', '#ffaa00', '#ff4444'],
    );
  });

  it('give way to single colours', () => {
    const variables = themeVariables({ name: 'light', colours: { critical: '#aa0000' } }, palettes.dark);
    assert.equal(variables['--wf-red'], '#aa0000');
    assert.equal(variables['--wf-page'], palettes.light.background);
  });

  it('can be read whatever they are: texts 4.5 to all grounds, lines 3 to cards', () => {
    const some = fc.option(colour, { nil: undefined });
    const colours = fc
      .record({ background: some, surface: some, primary: some, warning: some, critical: some })
      .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
    fc.assert(
      fc.property(fc.constantFrom('vscode', 'dark', 'light'), colours, colour, colour, (name, chosen, page, text) => {
        const editor = { ...palettes.dark, background: page, text };
        const variables = themeVariables({ name, colours: chosen }, editor);
        const of = (part: string): string => variables[`--wf-${part}`]!;
        if (Object.keys(variables).length === 0) return;
        for (const ground of ['page', 'card'])
          for (const ink of ['text', 'muted', 'link'])
            assert.ok(contrast(of(ink), of(ground)) >= 4.5, `${ink} ${of(ink)} on ${ground} ${of(ground)}`);
        for (const [ink, ground] of [
          ['button-text', 'button'],
          ['raised-text', 'raised'],
          ['chosen-text', 'chosen'],
        ] as const)
          assert.ok(contrast(of(ink), of(ground)) >= 4.5, `${ink} ${of(ink)} on ${of(ground)}`);
        for (const line of ['blue', 'orange', 'green', 'purple', 'yellow', 'red'])
          assert.ok(contrast(of(line), of('card')) >= 3, `${line} ${of(line)} on ${of('card')}`);
      }),
      { numRuns: 500 },
    );
  });
});
