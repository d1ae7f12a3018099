import { randomUUID } from 'node:crypto';
import { messageOf } from '../../protocol/messageOf';
import type { PassedPrompt } from '../ingest/measure/prompt/promptReader';
import { promptData } from './promptData';
import type { RecordEvent } from './recordEvent';

/** Prompts that wait for the key, which is read once: 4 MiB of text at most. */
const mostWaiting = 64;
const retryMs = 60_000;

export interface PromptEventsOptions {
  readonly record: RecordEvent;
  /** The installation's key for prompts, 32 bytes; asked for when the first one passes. */
  readonly loadKey: () => Promise<Uint8Array>;
  /** Told why prompts cannot be told of, for people. */
  readonly report: (problem: string) => void;
}

/** Makes a `user.prompt` of each prompt that passes. Nothing of its text goes any further. */
export class PromptEvents {
  private key: Uint8Array | undefined;
  private waiting: PassedPrompt[] = [];
  private isLoading = false;
  private retryAt = -Infinity;

  constructor(private readonly options: PromptEventsOptions) {}

  /** @param at Monotonic ms. */
  passed(prompt: PassedPrompt, at: number): void {
    if (this.key) {
      this.tell(prompt, this.key);
      return;
    }
    if (at < this.retryAt) return;
    if (this.waiting.length < mostWaiting) this.waiting.push(prompt);
    if (!this.isLoading) void this.load(at);
  }

  private async load(at: number): Promise<void> {
    this.isLoading = true;
    try {
      const key = await this.options.loadKey();
      this.key = key;
      for (const prompt of this.waiting) this.tell(prompt, key);
    } catch (error) {
      this.retryAt = at + retryMs;
      const why = messageOf(error);
      this.options.report(`Prompts are passed on but have no events: ${why} It is tried again in a minute.`);
    } finally {
      this.waiting = [];
      this.isLoading = false;
    }
  }

  private tell(prompt: PassedPrompt, key: Uint8Array): void {
    this.options.record('user.prompt', promptData(prompt, randomUUID(), key));
  }
}
