/** Where a request wants to go, read from its request line. */
export interface RequestTarget {
  /** Host and port of an absolute target (`GET http://127.0.0.1:9446/…`), which overrule the `Host` header. */
  readonly authority: string | undefined;
  /** The runtime's name, decoded; empty where the target names none. */
  readonly name: string;
  /** What follows the name, as it was sent: empty, or beginning with `/`, `?` or `#`. */
  readonly rest: string;
}

const absolute = /^http:\/\/([^/?#]*)(.*)$/is;

/** Takes the runtime's name off a request target; what follows is not decoded, since it is not the proxy's to read. */
export function readRequestTarget(target: string): RequestTarget {
  const [, authority, local = target] = absolute.exec(target) ?? [];
  if (!local.startsWith('/')) return { authority, name: '', rest: local };
  const found = local.slice(1).search(/[/?#]/);
  const end = found < 0 ? local.length : found + 1;
  return { authority, name: decoded(local.slice(1, end)), rest: local.slice(end) };
}

/**
 * The target as the runtime gets it.
 * @param prefix What the runtime's URL puts before every path: empty, or a path without a slash at its end.
 */
export function targetAtRuntime(prefix: string, rest: string): string {
  return prefix === '' ? rooted(rest) : prefix + rest;
}

/** A target without prefix always begins with a slash. */
export function rooted(rest: string): string {
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The path segment that names a runtime. A colon, as in `llamacpp:8081`, may stand in a path and is easier to read so. */
export function segmentOf(name: string): string {
  return encodeURIComponent(name).replaceAll('%3A', ':');
}

/** A segment that is not well encoded names no runtime, and is shown as it came. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
