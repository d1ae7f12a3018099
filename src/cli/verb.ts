import type { EngineFactory } from './engineFactory';

/** What the program touches outside of itself; tests give their own. */
export interface Surroundings {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Takes a line of results, for other programs. */
  readonly out: (line: string) => void;
  /** Takes results too large to hold, part by part; ends when there is room for more. */
  readonly outBytes: (bytes: Uint8Array) => Promise<void>;
  /** Takes a line of everything else, for people. */
  readonly err: (line: string) => void;
  /** Asks people for something that must not show; undefined where nobody sits at a terminal, or an empty answer. */
  readonly askHidden?: (question: string) => Promise<string | undefined>;
  readonly createEngine: EngineFactory;
  /** Ends when the program is asked to stop. */
  readonly stop: AbortSignal;
  /** The WebAssembly of SQLite. */
  readonly sqliteFile: string;
}

/** A word of the command line that follows the verb without a dash. */
export interface Positional {
  /** In capitals; it is the word's key among the values, where no option has capitals. */
  readonly name: string;
  readonly meaning: string;
  /** Whether it may be left out; only the last ones may. */
  readonly isOptional?: true;
}

export interface Option {
  readonly type: 'string' | 'boolean';
  /** Stands for the value in the help. */
  readonly value?: string;
  readonly meaning: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface Verb {
  /** One sentence for the help. */
  readonly meaning: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Words without a dash, in their order; none when left out. */
  readonly positionals?: readonly Positional[];
  /** @throws Failure with the line to show and the exit code. */
  readonly run: (values: OptionValues, surroundings: Surroundings) => Promise<void>;
}

export const dataDirOption: Option = {
  type: 'string',
  value: 'DIR',
  meaning: 'Folder with the data and the token (default: the newest one of VS Code, else one of your own)',
};
