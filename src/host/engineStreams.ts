import type { StreamRequest, ToEngine } from '../protocol/engineLink';
import type { StreamReader } from '../protocol/feed/streamReader';
import type { Disposable } from './disposable';

interface Stream {
  readonly request: StreamRequest;
  readonly reader: StreamReader;
}

/** The streams that are wanted, whether an engine runs or not. */
export class EngineStreams {
  private readonly streams = new Map<number, Stream>();
  private lastId = 0;

  constructor(private readonly post: (message: ToEngine) => void) {}

  open(request: StreamRequest, reader: StreamReader): Disposable {
    const stream = ++this.lastId;
    this.streams.set(stream, { request, reader });
    reader.reset();
    this.post({ type: 'open', stream, request });
    return {
      dispose: () => {
        if (this.streams.delete(stream)) this.post({ type: 'close', stream });
      },
    };
  }

  /** Asks a fresh engine for every stream. */
  reopen(): void {
    for (const [stream, { request, reader }] of this.streams) {
      reader.renewed();
      this.post({ type: 'open', stream, request });
    }
  }

  /** Who reads a stream; undefined when it was closed while the engine's message was on its way. */
  reader(stream: number): StreamReader | undefined {
    return this.streams.get(stream)?.reader;
  }
}
