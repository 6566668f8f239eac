// Command line options as getopt_long(3) takes them: clusters, attached and separate values, `--`, options anywhere.

import { Failure } from './applet.ts';

export interface OptionSpec {
  /** As for getopt(3): `ab:` is a flag a and an option b with a value. */
  readonly short: string;
  /** Long names and the short letter (or a name of its own) that each stands for; a trailing `=` takes a value, `=?` may. */
  readonly long?: Readonly<Record<string, string>>;
  /** The exit code for a bad option. */
  readonly code?: number;
  /** Stop at the first operand (env, xargs). */
  readonly posix?: boolean;
}

export interface ParsedOptions {
  has(name: string): boolean;
  /** The last value given. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  readonly operands: readonly string[];
  /** The names in the order given. */
  readonly order: readonly string[];
}

export function parseOptions(name: string, args: readonly string[], spec: OptionSpec): ParsedOptions {
  const found: { name: string; value: string }[] = [];
  const operands: string[] = [];
  const rest = [...args];
  const fail = (message: string): never => {
    throw new Failure(`${message}\nTry '${name} --help' for more information.`, spec.code ?? 1);
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest);
      break;
    }
    if (arg.startsWith('--')) long(arg);
    else if (arg.startsWith('-') && arg !== '-') cluster(arg.slice(1));
    else {
      operands.push(arg);
      if (spec.posix === true) {
        operands.push(...rest);
        break;
      }
    }
  }
  return {
    has: (option) => found.some((entry) => entry.name === option),
    value: (option) => found.findLast((entry) => entry.name === option)?.value,
    values: (option) => found.filter((entry) => entry.name === option).map(({ value }) => value),
    operands,
    order: found.map((entry) => entry.name),
  };

  function long(arg: string): void {
    const equals = arg.indexOf('=');
    const given = arg.slice(2, equals === -1 ? undefined : equals);
    const value = equals === -1 ? undefined : arg.slice(equals + 1);
    const names = Object.keys(spec.long ?? {});
    const bare = (key: string): string => key.replace(/=\??$/, '');
    const exact = names.filter((key) => bare(key) === given);
    const candidates = exact.length > 0 ? exact : names.filter((key) => key.startsWith(given));
    const key = candidates[0];
    if (key === undefined) return fail(`unrecognized option '--${given}'`);
    if (candidates.length > 1) return fail(`option '--${given}' is ambiguous`);
    const target = spec.long?.[key] ?? bare(key);
    if (key.endsWith('=?')) found.push({ name: target, value: value ?? '' });
    else if (key.endsWith('=')) {
      const taken = value ?? rest.shift();
      if (taken === undefined) return fail(`option '--${bare(key)}' requires an argument`);
      found.push({ name: target, value: taken });
    } else {
      if (value !== undefined) return fail(`option '--${bare(key)}' doesn't allow an argument`);
      found.push({ name: target, value: '' });
    }
  }

  function cluster(letters: string): void {
    for (let index = 0; index < letters.length; index += 1) {
      const letter = letters.charAt(index);
      const at = letter === ':' ? -1 : spec.short.indexOf(letter);
      if (at === -1) return fail(`invalid option -- '${letter}'`);
      if (spec.short.charAt(at + 1) !== ':') {
        found.push({ name: letter, value: '' });
        continue;
      }
      const attached = letters.slice(index + 1);
      const value = attached === '' ? rest.shift() : attached;
      if (value === undefined) return fail(`option requires an argument -- '${letter}'`);
      found.push({ name: letter, value });
      return;
    }
  }
}

/** `name --help` wording for a command that lacks an operand. */
export function missingOperand(name: string, after?: string): Failure {
  const what = after === undefined ? 'missing operand' : `missing operand after '${after}'`;
  return new Failure(`${what}\nTry '${name} --help' for more information.`);
}
