/** Headers as they were received: name, value, name, value, in order, each as it was written. */
export type RawHeaders = readonly string[];

export interface PassingRules {
  /** Replaces the value of `Host`. */
  readonly host?: string;
  /** Whether the connection lives on after this message; if not, nothing that says so is passed on. */
  readonly persists: boolean;
  /** Whether the body is passed on in chunks; only then may it have trailers. */
  readonly isChunked: boolean;
  /** An upgrade is agreed on by the two ends, so what it is about passes. */
  readonly isUpgrade?: boolean;
}

/** They say where a message begins and ends and whom it is for; naming them in `Connection` must not remove them. */
const neverDropped = new Set(['host', 'content-length', 'transfer-encoding']);

/**
 * The headers of a message for the next connection: those that hold for one connection only are left out, every other one
 * keeps its place, case and value. What one end says about the life of its connection passes too: an end that is told
 * that the other closes, or keeps, is free to do the same.
 */
export function passedHeaders(raw: RawHeaders, rules: PassingRules): string[] {
  const { nominated, wantsTrailers, saysClose } = readConnection(raw);
  const passed: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!;
    const value = passedValue(name.toLowerCase(), raw[i + 1]!, nominated, wantsTrailers, rules);
    if (value !== undefined) passed.push(name, value);
  }
  if (!rules.persists && !saysClose) passed.push('Connection', 'close');
  return passed;
}

/** Undefined for a header that is not passed on. */
function passedValue(
  key: string,
  value: string,
  nominated: ReadonlySet<string>,
  wantsTrailers: boolean,
  rules: PassingRules,
): string | undefined {
  switch (key) {
    case 'host':
      return rules.host ?? value;
    case 'connection':
      return passedOptions(value, wantsTrailers, rules);
    case 'keep-alive':
      return rules.persists ? value : undefined;
    case 'transfer-encoding':
      return rules.isChunked || !isChunked(value) ? value : undefined;
    case 'trailer':
      return rules.isChunked ? value : undefined;
    case 'te':
      return wantsTrailers ? 'trailers' : undefined;
    case 'upgrade':
      return rules.isUpgrade === true ? value : undefined;
    case 'proxy-connection':
      return undefined;
    default:
      return nominated.has(key) && !neverDropped.has(key) && rules.isUpgrade !== true ? undefined : value;
  }
}

function passedOptions(value: string, wantsTrailers: boolean, rules: PassingRules): string | undefined {
  const options = value.split(',').map((option) => option.trim());
  const kept = options.filter((option) => {
    switch (option.toLowerCase()) {
      case 'close':
        return true;
      case 'keep-alive':
        return rules.persists;
      case 'te':
        return wantsTrailers;
      case 'upgrade':
        return rules.isUpgrade === true;
      default:
        return false;
    }
  });
  if (kept.length === options.length) return value;
  return kept.length > 0 ? kept.join(', ') : undefined;
}

/** Whether a `Transfer-Encoding` says that the body comes in chunks. */
export function isChunked(transferEncoding: string | undefined): boolean {
  return transferEncoding !== undefined && /(?:^|\W)chunked(?:$|\W)/i.test(transferEncoding);
}

interface ConnectionClaims {
  /** Headers that the sender calls its connection's own, in lower case. */
  readonly nominated: ReadonlySet<string>;
  readonly wantsTrailers: boolean;
  readonly saysClose: boolean;
}

function readConnection(raw: RawHeaders): ConnectionClaims {
  const nominated = new Set<string>();
  let wantsTrailers = false;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const key = raw[i]!.toLowerCase();
    if (key === 'te') wantsTrailers ||= /(?:^|,)\s*trailers\s*(?:$|,)/i.test(raw[i + 1]!);
    if (key !== 'connection') continue;
    for (const option of raw[i + 1]!.split(',')) nominated.add(option.trim().toLowerCase());
  }
  return { nominated, wantsTrailers, saysClose: nominated.has('close') };
}
