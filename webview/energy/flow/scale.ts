import { ladderStep } from './ladder';
import { sum } from './stack';

/** How numbers become pixels, each a step of 1, 2, 5 times a power of ten. */
export interface Scale {
  /** Width of a ribbon in a scene by power, CSS px a watt. */
  readonly pxPerWatt: number;
  /** Width of a model's ribbon in a scene without power, CSS px for one token a second. */
  readonly pxPerTokenRate: number;
  /** Width of the machine's ribbon in a scene without power, CSS px for one MiB a second. */
  readonly pxPerMebibyteRate: number;
  /** What particles travel for each token, CSS px. */
  readonly pxPerToken: number;
  /** Particles on 100 CSS px of a stream for each bit of entropy of a token. */
  readonly particlesPerBit: number;
}

export const bytesPerMebibyte = 1024 * 1024;

/** The parts of the room that ribbons may fill: higher, they would be one wall; wider, curves would fold into themselves. */
const filledHeight = 0.45;
const filledWidth = 0.4;
const fastest = 200;

export interface ScaleDemand {
  /** Sums of what is drawn side by side, 0 where there is nothing. */
  readonly watts: number;
  readonly tokenRate: number;
  readonly byteRate: number;
  /** Tokens a second of the fastest stream. */
  readonly fastestTokenRate: number;
  readonly streams: readonly { readonly entropyBits: number; readonly length: number }[];
}

export interface ScaleRoom {
  readonly width: number;
  readonly height: number;
  /** Particles of the whole scene. */
  readonly particles: number;
  /** Particles on 100 px of one stream. */
  readonly densest: number;
}

/** The most that small numbers are enlarged, so that little looks little. */
const most = {
  pxPerWatt: 5,
  pxPerTokenRate: 1,
  pxPerMebibyteRate: 20,
  pxPerToken: 5,
} as const;
/** Of this many bits, and more, is the entropy of a token at its usual highest. */
const highEntropyBits = 4;

/** The steps at which everything fits; those of before stay while they do, and are not far too small. */
export function scaleOf(demand: ScaleDemand, room: ScaleRoom, before?: Scale): Scale {
  const px = Math.min(filledHeight * room.height, filledWidth * room.width);
  const greatest = Math.max(0, ...demand.streams.map(({ entropyBits }) => entropyBits));
  const perStep = sum(demand.streams.map(({ entropyBits, length }) => (entropyBits * length) / 100));
  const ofBudget = Math.max(greatest / room.densest, perStep / room.particles);
  return {
    pxPerWatt: ladderStep(demand.watts, px, most.pxPerWatt, before?.pxPerWatt),
    pxPerTokenRate: ladderStep(demand.tokenRate, px, most.pxPerTokenRate, before?.pxPerTokenRate),
    pxPerMebibyteRate: ladderStep(
      demand.byteRate / bytesPerMebibyte,
      px,
      most.pxPerMebibyteRate,
      before?.pxPerMebibyteRate,
    ),
    pxPerToken: ladderStep(demand.fastestTokenRate, fastest, most.pxPerToken, before?.pxPerToken),
    particlesPerBit: ladderStep(
      ofBudget,
      1,
      ladderStep(highEntropyBits, room.densest, Infinity),
      before?.particlesPerBit,
    ),
  };
}
