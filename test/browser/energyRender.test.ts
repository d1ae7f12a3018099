import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Readings } from '../../webview/energy/flow/scene';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const readings: Readings = {
  domains: [
    { domain: 'package', watts: 65, quality: 'measured' },
    { domain: 'gpu0', watts: 180, quality: 'estimated' },
    { domain: 'dram', watts: NaN, quality: 'unavailable' },
  ],
  models: [
    { key: 'a', name: 'a', tokensPerSecond: 62, entropyBits: 2, watts: 130, quality: 'measured', colour: 'blue' },
    { key: 'b', name: 'b', tokensPerSecond: 17, entropyBits: NaN, watts: 60, quality: 'estimated', colour: 'green' },
  ],
  bytesPerSecond: NaN,
};
const size = { width: 640, height: 360 };
describe('The canvas of energy', () => {
  let browser: ViewBrowser;
  let view: ViewPage;
  before(async () => {
    browser = await ViewBrowser.start('test/browser/energyStage.ts');
    view = await browser.open(darkModern, 1280, 800);
  });
  after(() => browser.stop());

  it('shows the same picture with Canvas 2D as with WebGL2', async () => {
    const share = await view.page.evaluate(
      (told) => window.stage.difference(told.readings, ['webgl2', 'canvas2d'], told.size.width, told.size.height),
      { readings, size },
    );
    assert.ok(share < 0.005, `${(share * 100).toFixed(2)} % of what is shown is different`);
  });

  it('goes on where it was once a lost graphics processor is back', async () => {
    const result = await view.page.evaluate(
      async (told) => {
        const { stage } = window;
        stage.open('webgl2', told.size.width, told.size.height);
        stage.show(told.readings);
        stage.frame(1000);
        stage.frame(1500);
        const before = stage.fingerprint();
        const asked = stage.asked;
        const { canvas } = stage.energy;
        const lost = new Promise((done) => {
          canvas.addEventListener('webglcontextlost', done, { once: true });
        });
        stage.loseContext();
        await lost;
        // It may be restored only after all have heard of the loss.
        await new Promise((done) => setTimeout(done));
        const movesWhileLost = stage.frame(1500);
        stage.restoreContext();
        while (stage.asked === asked) await new Promise((done) => setTimeout(done, 10));
        stage.frame(1500);
        return { movesWhileLost, backend: stage.energy.backend, isSame: stage.fingerprint() === before };
      },
      { readings, size },
    );
    assert.deepEqual(result, { movesWhileLost: false, backend: 'webgl2', isSame: true });
  });

  it('takes Canvas 2D, on a canvas in the same place, where it does not come back', async () => {
    const result = await view.page.evaluate(
      async (told) => {
        const { stage } = window;
        stage.open('webgl2', told.size.width, told.size.height);
        stage.show(told.readings);
        stage.frame(1000);
        const { canvas } = stage.energy;
        canvas.id = 'energy';
        const asked = stage.asked;
        stage.loseContext();
        while (stage.asked === asked) await new Promise((done) => setTimeout(done, 50));
        const moves = stage.frame(1000);
        const now = stage.energy.canvas;
        return {
          backend: stage.energy.backend,
          moves,
          isOther: now !== canvas,
          id: now.id,
          isInPage: now.isConnected && !canvas.isConnected,
          isDrawn: stage.widthOf('model a') > 10,
        };
      },
      { readings, size },
    );
    assert.deepEqual(result, {
      backend: 'canvas2d',
      moves: true,
      isOther: true,
      id: 'energy',
      isInPage: true,
      isDrawn: true,
    });
  });

  it('gives the graphics processor back when it goes, and takes that for no loss', async () => {
    const result = await view.page.evaluate(
      async (told) => {
        const { stage } = window;
        stage.open('webgl2', told.size.width, told.size.height);
        stage.show(told.readings);
        stage.frame(1000);
        const { energy } = stage;
        const { canvas } = energy;
        const { asked } = stage;
        const lost = new Promise<boolean>((done) => {
          canvas.addEventListener('webglcontextlost', ({ defaultPrevented }) => {
            done(!defaultPrevented);
          });
        });
        energy.dispose();
        const isGivenUp = await lost;
        // Longer than a real loss is waited for.
        await new Promise((done) => setTimeout(done, 3200));
        return { isGivenUp, isSameCanvas: energy.canvas === canvas, asked: stage.asked - asked };
      },
      { readings, size },
    );
    assert.deepEqual(result, { isGivenUp: true, isSameCanvas: true, asked: 0 });
  });

  it('is drawn by Canvas 2D where a processor would have to play the graphics processor', async () => {
    const backend = await view.page.evaluate(
      ({ width, height }) => window.stage.open(undefined, width, height).backend,
      size,
    );
    assert.equal(backend, 'canvas2d');
  });

  it('keeps soft edges soft, however many frames are drawn', async () => {
    for (const backend of ['webgl2', 'canvas2d'] as const) {
      const isSame = await view.page.evaluate(
        (told) => {
          const { stage } = window;
          stage.open(told.backend, told.size.width, told.size.height, true);
          stage.show(told.readings);
          stage.frame(0);
          const first = stage.fingerprint();
          for (let frame = 1; frame < 20; frame++) stage.frame(frame);
          return stage.fingerprint() === first;
        },
        { readings, size, backend },
      );
      assert.ok(isSame, backend);
    }
  });

  it('draws estimates with broken edges, and what is unknown as an outline', async () => {
    for (const backend of ['webgl2', 'canvas2d'] as const) {
      const edges = await view.page.evaluate(
        (told) => {
          const { stage } = window;
          stage.open(told.backend, told.size.width, told.size.height);
          stage.show(told.readings);
          stage.frame(0);
          return Object.fromEntries(['package', 'gpu0', 'dram'].map((d) => [d, stage.edgeOf(`domain ${d}`)]));
        },
        { readings, size, backend },
      );
      assert.ok(edges['package']!.inked > 0.98, `${backend}: ${edges['package']!.inked}`);
      assert.ok(Math.abs(edges['gpu0']!.inked - 0.6) < 0.1, `${backend}: ${edges['gpu0']!.inked}`);
      assert.equal(edges['package']!.insideOpacity, 255);
      assert.equal(edges['dram']!.insideOpacity, 0, backend);
    }
  });
});
