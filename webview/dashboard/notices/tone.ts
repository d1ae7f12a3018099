import type { Severity } from '../../../src/protocol/rules/rule';

interface Note {
  readonly hertz: number;
  readonly startMs: number;
}

/** A critical alert falls, twice; others rise once. */
const calm: readonly Note[] = [
  { hertz: 660, startMs: 0 },
  { hertz: 880, startMs: 130 },
];
const urgent: readonly Note[] = [
  { hertz: 880, startMs: 0 },
  { hertz: 587, startMs: 160 },
  { hertz: 880, startMs: 420 },
  { hertz: 587, startMs: 580 },
];

const noteMs = 150;
const loudness = 0.12;
const silent = 0.0001;
/** A tone that may play only this much later says nothing of what happens now. */
const latestMs = 1000;

/** Plays a short tone, made here rather than loaded. */
export class Tone {
  private context: AudioContext | undefined;
  private asked = 0;

  /** Settles once the tone is on its way, or cannot be heard. */
  async play(level: Severity): Promise<void> {
    const askedAt = performance.now();
    const own = ++this.asked;
    try {
      const context = (this.context ??= new AudioContext());
      await context.resume();
      if (own !== this.asked) return;
      if (performance.now() - askedAt > latestMs) await context.suspend();
      else sound(context, level === 'critical' ? urgent : calm);
    } catch {
      // A page that nobody has clicked in may not play, and some machines have no sound: the alert is seen all the same.
      this.context = undefined;
    }
  }
}

function sound(context: AudioContext, notes: readonly Note[]): void {
  notes.forEach(({ hertz, startMs }, at) => {
    const start = context.currentTime + startMs / 1000;
    const end = start + noteMs / 1000;
    const volume = context.createGain();
    // Without slopes it would click.
    volume.gain.setValueAtTime(silent, start);
    volume.gain.exponentialRampToValueAtTime(loudness, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(silent, end);
    const note = context.createOscillator();
    note.frequency.value = hertz;
    note.connect(volume).connect(context.destination);
    // The sound thread rests between tones.
    if (at === notes.length - 1) note.onended = () => void context.suspend();
    note.start(start);
    note.stop(end);
  });
}
