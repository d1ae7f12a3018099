import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Readings } from '../../webview/energy/flow/scene';
import type { Backend } from '../../webview/energy/render/energyCanvas';
import type { Lie } from './energyStage';
import { highContrast, darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

/** Of widths and speeds, as a share of what the numbers demand. */
const tolerance = 0.03;
/** Of densities: particles that lie over each other cover less than each alone, */
const densityTolerance = 0.06;
/** and at either end of the part that is looked at there may be one more or less. */
const endParticles = 2;

const model = (
  key: string,
  tokensPerSecond: number,
  entropyBits: number,
  watts: number,
): Readings['models'][number] => ({
  key,
  name: key,
  tokensPerSecond,
  entropyBits,
  watts,
  quality: 'measured',
  colour: key === 'a' ? 'blue' : 'green',
});

const still = (readings: Readings): Readings => ({
  ...readings,
  models: readings.models.map((one) => ({ ...one, tokensPerSecond: 0, entropyBits: NaN })),
});

const byPower: readonly Readings[] = [
  {
    domains: [
      { domain: 'package', watts: 65, quality: 'measured' },
      { domain: 'gpu0', watts: 180, quality: 'measured' },
      { domain: 'dram', watts: 6, quality: 'estimated' },
    ],
    models: [model('a', 62, 2, 130), model('b', 17, 0.8, 60)],
    bytesPerSecond: NaN,
  },
  {
    domains: [{ domain: 'total', watts: 11.3, quality: 'estimated' }],
    models: [model('a', 7.3, 1.5, 8)],
    bytesPerSecond: 5e6,
  },
  {
    domains: [
      { domain: 'gpu0', watts: 690, quality: 'measured' },
      { domain: 'gpu1', watts: 702, quality: 'measured' },
    ],
    models: [model('a', 1900, 3, 650), model('b', 840, 1, 600)],
    bytesPerSecond: NaN,
  },
];
const byTokens: Readings = {
  domains: [{ domain: 'package', watts: NaN, quality: 'unavailable' }],
  models: [model('a', 48, 1.2, NaN), model('b', 30, 2.4, NaN)],
  bytesPerSecond: 3 * 2 ** 20,
};

const sizes = [
  [640, 360],
  [330, 520],
  [1180, 480],
] as const;
const ratios = [1, 1.5, 2] as const;
const backends = ['webgl2', 'canvas2d'] as const satisfies readonly Backend[];

describe('The energy picture', () => {
  let browser: ViewBrowser;
  let view: ViewPage;
  before(async () => {
    browser = await ViewBrowser.start('test/browser/energyStage.ts');
    view = await browser.open(darkModern, 1280, 800);
  });
  after(() => browser.stop());

  for (const backend of backends)
    for (const ratio of ratios)
      it(`is as wide, as fast and as dense as the numbers demand with ${backend} at a pixel ratio of ${ratio}`, async (test) => {
        await setRatio(view, ratio);
        const worst = { width: 0, speed: 0, density: 0 };
        for (const [width, height] of ratio === 1 ? sizes : sizes.slice(0, 2)) {
          const opened = await open(view, backend, width, height);
          assert.deepEqual(opened, { backend, resolution: ratio });
          for (const readings of [...byPower, byTokens]) {
            worst.width = Math.max(worst.width, await widthError(view, readings));
            worst.speed = Math.max(worst.speed, await speedError(view, readings));
            worst.density = Math.max(worst.density, await densityError(view, readings));
          }
        }
        const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
        test.diagnostic(
          `off by at most: width ${percent(worst.width)}, speed ${percent(worst.speed)}, density ${percent(worst.density)}`,
        );
        assert.ok(worst.width <= tolerance, `a width is off by ${percent(worst.width)}`);
        assert.ok(worst.speed <= tolerance, `a speed is off by ${percent(worst.speed)}`);
        assert.ok(worst.density <= densityTolerance, `a density is off by ${percent(worst.density)}`);
        assert.deepEqual(complaints(view), []);
      });

  for (const backend of backends) {
    it(`is found to lie by a tenth with ${backend}`, async () => {
      await setRatio(view, 1);
      await open(view, backend, 640, 360);
      const [readings] = byPower;
      for (const factor of [1.1, 0.9]) {
        assert.ok((await widthError(view, readings!, { width: factor })) > tolerance);
        assert.ok((await speedError(view, readings!, { speed: factor })) > tolerance);
      }
      for (const factor of [1.2, 0.8])
        assert.ok((await densityError(view, readings!, { density: factor })) > densityTolerance);
    });

    it(`stands still to the pixel while no tokens come, or none are known of, with ${backend}`, async () => {
      await setRatio(view, 1);
      await open(view, backend, 640, 360);
      for (const tokens of [0, NaN])
        for (const entropy of [2, NaN]) {
          const readings = { ...byPower[0]!, models: [model('a', tokens, entropy, 100)] };
          assert.deepEqual(await framesApart(view, readings), { moves: false, isSame: true });
        }
      const moving = { ...byPower[0]!, models: [model('a', 40, NaN, 100)] };
      assert.deepEqual(await framesApart(view, moving), { moves: true, isSame: false });
    });

    it(`stands still at its density for those who want no motion, with ${backend}`, async () => {
      await setRatio(view, 1);
      await open(view, backend, 640, 360, true);
      assert.deepEqual(await framesApart(view, byPower[0]!), { moves: false, isSame: true });
      assert.ok((await densityError(view, byPower[0]!)) <= densityTolerance);
    });
  }

  it('is as wide as demanded without shades too, where edges are all there is', async () => {
    const stark = await browser.open(highContrast, 1280, 800);
    for (const backend of backends) {
      await open(stark, backend, 640, 360);
      assert.ok((await widthError(stark, byPower[0]!)) <= tolerance);
      assert.ok((await speedError(stark, byPower[0]!)) <= tolerance);
    }
    await stark.close();
  });
});

/** What the page complained about, but for the tests' own reading of pixels. */
function complaints(view: ViewPage): string[] {
  return view.problems.filter((problem) => !problem.includes('GPU stall due to ReadPixels'));
}

async function setRatio(view: ViewPage, deviceScaleFactor: number): Promise<void> {
  // It ends with its session, which stays open.
  const session = await view.page.context().newCDPSession(view.page);
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 800,
    deviceScaleFactor,
    mobile: false,
  });
}

function open(view: ViewPage, backend: Backend, width: number, height: number, isStill = false): Promise<unknown> {
  return view.page.evaluate(
    (wanted) => window.stage.open(wanted.backend, wanted.width, wanted.height, wanted.isStill),
    { backend, width, height, isStill },
  );
}

/** The greatest error of a ribbon's width, as a share of what its number and the scale demand. */
async function widthError(view: ViewPage, readings: Readings, lie: Lie = {}): Promise<number> {
  const drawn = isByPower(readings)
    ? still(readings)
    : { ...readings, models: readings.models.map((m) => ({ ...m, entropyBits: 0 })) };
  const { scale, widths } = await view.page.evaluate(
    (told) => {
      const { scale: ofPicture, ribbons } = window.stage.show(told.drawn, told.lie);
      window.stage.frame(0);
      return {
        scale: ofPicture,
        widths: Object.fromEntries(ribbons.map((key) => [key, window.stage.widthOf(key)])),
      };
    },
    { drawn, lie },
  );
  const demanded: [string, number][] = isByPower(readings)
    ? [
        ...readings.domains.map(({ domain, watts }): [string, number] => [`domain ${domain}`, watts * scale.pxPerWatt]),
        ...readings.models.map(({ key, watts }): [string, number] => [`model ${key}`, watts * scale.pxPerWatt]),
        ['rest', (total(readings.domains) - total(readings.models)) * scale.pxPerWatt],
      ]
    : [
        ...readings.models.map(({ key, tokensPerSecond }): [string, number] => [
          `model ${key}`,
          tokensPerSecond * scale.pxPerTokenRate,
        ]),
        ['machine', (readings.bytesPerSecond / 2 ** 20) * scale.pxPerMebibyteRate],
      ];
  assert.deepEqual(Object.keys(widths).sort(), demanded.map(([key]) => key).sort());
  return Math.max(...demanded.map(([key, width]) => Math.abs(widths[key]! / width - 1)));
}

async function speedError(view: ViewPage, readings: Readings, lie: Lie = {}): Promise<number> {
  const errors = readings.models.map(({ key, tokensPerSecond }) =>
    view.page.evaluate(
      (told) => {
        const { scale } = window.stage.show(told.readings, told.lie);
        const speed = told.tokensPerSecond * scale.pxPerToken;
        // Far enough to be measured finely, and not so far that all has gone.
        const ms = 30_000 / speed;
        return Math.abs(window.stage.shiftOf(told.key, 1000, ms, 30) / 30 - 1);
      },
      { readings, lie, key, tokensPerSecond },
    ),
  );
  return Math.max(...(await Promise.all(errors)));
}

async function densityError(view: ViewPage, readings: Readings, lie: Lie = {}): Promise<number> {
  const errors = readings.models.map(({ key, entropyBits }) =>
    view.page.evaluate(
      (told) => {
        const { scale } = window.stage.show(told.readings, told.lie);
        window.stage.frame(0);
        const { particles, length } = window.stage.particlesOf(told.key);
        const demanded = (told.entropyBits * scale.particlesPerBit * length) / 100;
        return Math.max(0, Math.abs(particles - demanded) - told.endParticles) / demanded;
      },
      { readings, lie, key, entropyBits, endParticles },
    ),
  );
  return Math.max(...(await Promise.all(errors)));
}

/** Whether two frames a second apart are the same, and whether the renderer says that something moves. */
function framesApart(view: ViewPage, readings: Readings): Promise<{ moves: boolean; isSame: boolean }> {
  return view.page.evaluate((told) => {
    window.stage.show(told);
    window.stage.frame(5000);
    const first = window.stage.fingerprint();
    const moves = window.stage.frame(6000);
    return { moves, isSame: window.stage.fingerprint() === first };
  }, readings);
}

function isByPower({ domains }: Readings): boolean {
  return domains.some(({ watts }) => watts > 0);
}

function total(some: readonly { readonly watts: number }[]): number {
  return some.reduce((sum, { watts }) => sum + watts, 0);
}
