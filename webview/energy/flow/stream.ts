import type { ModelReading, Ribbon } from './scene';
import type { Path } from './path';
import type { Scale } from './scale';
import type { LineColour } from '../../shared/palette';

/** The particles of one model. */
export interface Stream {
  /** The model's, as it was read. */
  readonly key: string;
  readonly reading: ModelReading;
  readonly path: Path;
  /** Of the ribbon in which particles stay, CSS px. */
  readonly width: number;
  /** CSS px a second; 0 while idle or unknown. */
  readonly speed: number;
  /** Particles on 100 CSS px. */
  readonly density: number;
  /** Particles of the whole stream; the part below one is drawn as a fainter particle. */
  readonly count: number;
  /** Drawn as outlines, at a density that says nothing. */
  readonly isEntropyUnknown: boolean;
  readonly ink: LineColour;
}

/** On 100 px: few enough not to be taken for entropy. */
const unknownDensity = 2;

/** The stream in the ribbon of a model whose figures are checked; undefined where neither tokens nor their entropy are known of. */
export function streamOf(model: ModelReading, ribbon: Ribbon | undefined, scale: Scale): Stream | undefined {
  if (!ribbon || model.quality === 'unavailable') return undefined;
  const isFlowing = model.tokensPerSecond > 0;
  const isEntropyUnknown = Number.isNaN(model.entropyBits);
  if (isEntropyUnknown && !isFlowing) return undefined;
  const density = isEntropyUnknown ? unknownDensity : model.entropyBits * scale.particlesPerBit;
  return {
    key: model.key,
    reading: model,
    path: ribbon.path,
    width: ribbon.width,
    speed: isFlowing ? model.tokensPerSecond * scale.pxPerToken : 0,
    density,
    count: (density * ribbon.path.length) / 100,
    isEntropyUnknown,
    ink: model.colour,
  };
}
