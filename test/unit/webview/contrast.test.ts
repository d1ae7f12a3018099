import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contrastOf, rgbOf, visible } from '../../../webview/shared/contrast';

describe('visible', () => {
  it('leaves a colour that can be seen as it is', () => {
    assert.equal(visible('#3794ff', '#181818'), '#3794ff');
  });

  it('darkens a pale colour on a light ground until it can be seen, and keeps its hue', () => {
    const changed = visible('#f0c4a0', '#f8f8f8');
    const contrast = contrastOf(rgbOf(changed)!, rgbOf('#f8f8f8')!);
    assert.ok(contrast >= 3 && contrast < 4, `${changed} has ${contrast}`);
    const [red, green, blue] = rgbOf(changed)!;
    assert.ok(red > green + 30 && green > blue + 30, `${changed} is orange`);
  });

  it('lightens a dark colour on a dark ground', () => {
    const changed = visible('#000080', '#000000');
    assert.ok(contrastOf(rgbOf(changed)!, [0, 0, 0]) >= 3);
    assert.ok(rgbOf(changed)![2] > 200);
  });

  it('counts what shines through', () => {
    const changed = visible('rgba(0, 0, 0, 0.1)', '#ffffff');
    assert.ok(contrastOf(rgbOf(changed)!, rgbOf('#ffffff')!) >= 3);
  });

  it('leaves forms alone that it cannot read', () => {
    assert.equal(visible('color(srgb 1 0 0)', '#ffffff'), 'color(srgb 1 0 0)');
  });

  it('knows the ends of the scale', () => {
    assert.equal(contrastOf([0, 0, 0], [255, 255, 255]), 21);
    assert.equal(contrastOf([7, 7, 7], [7, 7, 7]), 1);
  });
});
