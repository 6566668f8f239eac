// The options of a git command: as getopt's, with `-3` for a number, and what follows `--` kept apart.

import { Failure } from '../applet.ts';
import { parseOptions, type ParsedOptions } from '../options.ts';
import { GitFailure } from './failure.ts';

export interface GitOptions extends ParsedOptions {
  /** Before `--`. */
  readonly operands: readonly string[];
  /** Behind `--`; null where there was none. */
  readonly paths: readonly string[] | null;
}

export interface CommandSpec {
  readonly short?: string;
  readonly long?: Readonly<Record<string, string>>;
}

export function parseArguments(command: string, args: readonly string[], spec: CommandSpec): GitOptions {
  const end = args.indexOf('--');
  const before = (end === -1 ? args : args.slice(0, end)).map((arg) => arg.replace(/^-(\d+)$/, '-n$1'));
  try {
    const parsed = parseOptions('git', before, { short: spec.short ?? '', long: spec.long ?? {} });
    return { ...parsed, paths: end === -1 ? null : args.slice(end + 1) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = (error.message.split('\n')[0] ?? '')
      .replace(/^unrecognized option '--(.*)'$/, "unknown option `$1'")
      .replace(/^invalid option -- '(.*)'$/, "unknown switch `$1'")
      .replace(/^option requires an argument -- '(.*)'$/, "switch `$1' requires a value")
      .replace(/^option '--(.*)' requires an argument$/, "option `$1' requires a value")
      .replace(/^option '--(.*)' doesn't allow an argument$/, "option `$1' takes no value");
    throw new GitFailure(
      `error: ${message}\nSee 'git help' for what git ${command} of this machine knows.`,
      129,
    );
  }
}
