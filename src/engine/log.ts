import type { LogLevel } from '../protocol/engineLink';

/** Where the engine's words go: the output channel in VS Code, standard error on the command line. */
export type Log = (level: LogLevel, message: string) => void;
