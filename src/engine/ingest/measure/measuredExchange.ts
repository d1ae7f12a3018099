import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../../log';
import type { ExchangeEnd, ExchangeTap } from '../proxy/exchangeTap';
import { AnswerBody, type WantedPlaces } from './answerBody';
import { flowOf, type BodyFlow, type TakeBytes } from './bytes/decodedFlow';
import type { Dialect } from './dialects/eventFacts';
import { PromptReader, type PassedPrompt } from './prompt/promptReader';
import { modelOnly, type PromptShape } from './prompt/promptShape';
import type { RequestRecord } from './requestRecord';

/** How the body of a request is to be read, and who is told of the prompt in it. */
export interface RequestReading {
  readonly headers: IncomingHttpHeaders;
  /** undefined where nothing is asked, or nobody wants to know. */
  readonly shape: PromptShape | undefined;
  readonly prompted: ((prompt: PassedPrompt) => void) | undefined;
}

/** Reads along with one exchange, and keeps its record. */
export class MeasuredExchange implements ExchangeTap {
  private readonly request: BodyFlow | undefined;
  private answer: BodyFlow | undefined;
  private body: AnswerBody | undefined;
  private hasFaulted = false;
  /** Let go of as soon as the request was read to its end: answers can take minutes. */
  private prompt: PromptReader | undefined;
  private isRequestWhole = false;

  constructor(
    private readonly record: RequestRecord,
    private readonly reading: RequestReading,
    private readonly dialect: Dialect,
    private readonly places: WantedPlaces,
    private readonly log: Log,
  ) {
    const prompt = new PromptReader(reading.shape ?? modelOnly, (model) => {
      record.asked(model);
    });
    const read = (chunk: Buffer): void => {
      prompt.read(chunk);
    };
    this.prompt = prompt;
    // A body that cannot be decoded names no model; the answer may still do so.
    this.request = flowOf(reading.headers['content-encoding'], this.safely(read), () => undefined);
  }

  requestData(chunk: Buffer, at: number): void {
    this.request?.take(chunk, at);
  }

  requestEnd(): void {
    this.isRequestWhole = true;
    const begin = (): void => {
      this.record.begin();
      this.tellPrompt();
    };
    if (this.request) this.request.end(begin);
    else begin();
  }

  response(status: number, headers: IncomingHttpHeaders): void {
    this.record.answered(status);
    const body = new AnswerBody(headers['content-type']?.toLowerCase() ?? '', this.dialect, this.places, this.record);
    const read = this.safely((chunk, at) => {
      body.take(chunk, at);
    });
    this.body = body;
    this.answer = flowOf(headers['content-encoding'], read, () => {
      body.giveUp();
    });
  }

  responseData(chunk: Buffer, at: number): void {
    this.answer?.take(chunk, at);
  }

  ended(how: ExchangeEnd, at: number): void {
    const end = (): void => {
      this.endBody();
      this.record.end(how, at, this.body?.canTell === true);
    };
    const endAnswer = (): void => {
      this.tellPrompt();
      if (this.answer) this.answer.end(end);
      else end();
    };
    // What the request asked for may still be being decoded.
    if (this.request) this.request.end(endAnswer);
    else endAnswer();
  }

  /** Once, when all of the request was read. */
  private tellPrompt(): void {
    const { prompt, isRequestWhole, hasFaulted } = this;
    this.prompt = undefined;
    if (!prompt || !isRequestWhole || hasFaulted) return;
    this.guarded(() => {
      const passed = prompt.prompt();
      if (passed) this.reading.prompted?.(passed);
    });
  }

  private endBody(): void {
    this.guarded(() => {
      this.body?.end();
    });
  }

  private safely(read: TakeBytes): TakeBytes {
    return (chunk, at) => {
      if (this.hasFaulted) return;
      this.guarded(() => {
        read(chunk, at);
      });
    };
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fault(error);
    }
  }

  /** A fault of ours in reading must end neither the record nor, where decoding brings it later, the engine. */
  private fault(error: unknown): void {
    this.hasFaulted = true;
    this.body?.giveUp();
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.log(
      'error',
      `A request through the proxy is passed on but not measured to its end, which is a fault of the monitor: ${fault}. Please report it.`,
    );
  }
}
