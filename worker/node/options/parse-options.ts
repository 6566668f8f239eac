// Node's command line (OptionsParser in src/node_options-inl.h), by the table of options and aliases that was dumped from
// the real binary. Pure: what is wrong comes back as messages.

import type { NodeMeta } from '../meta.ts';
import { splitNodeOptions } from './split-node-options.ts';

export type OptionValue = boolean | number | string | string[];

export interface ParsedOptions {
  /** Every option of the table, with its default where not given. */
  readonly values: Record<string, OptionValue>;
  /** The program's name and what follows the options. */
  readonly argv: string[];
  /** The options as they were given. */
  readonly execArgv: string[];
  /** One line each, as Node prints them after `node: `; with any the exit code is 9. */
  readonly errors: string[];
}

interface OptionInfo {
  readonly envVarSettings: number;
  readonly type: number;
  readonly defaultIsTrue: boolean;
}

/** `internalBinding('options').types` and `envSettings`. */
const types = {
  noOp: 0,
  v8Option: 1,
  boolean: 2,
  integer: 3,
  uInteger: 4,
  string: 5,
  hostPort: 6,
  stringList: 7,
};
const disallowedInEnvvar = 1;

/** What V8 itself takes and Node's table does not list. There is nothing here that they could set: they are ignored. */
const v8Option =
  /^--(?:no-)?(?:harmony|max-|min-|stack-|expose-|allow-natives|optimize|opt|turbo|maglev|sparkplug|lite-mode|jitless|gc-|trace-(?:gc|opt|deopt)|single-threaded|predictable|random-seed|use-strict|enable-|disable-|js-|experimental-wasm|wasm|huge-max|semi-space|initial-|heap-|always-|interrupt|log|prof\b)/;

/** Options that the table does not tie to others, as DebugOptionsParser and friends do with `Implies`. */
const implications: Readonly<Record<string, readonly string[]>> = {
  '--eval': ['[has_eval_string]'],
  '--trace-sigint': [],
  '--require-module': ['--experimental-require-module'],
  '--experimental-require-module': ['--require-module'],
  '--trace-env-js-stack': ['--trace-env'],
  '--trace-env-native-stack': ['--trace-env'],
  '--report-signal': ['--report-on-signal'],
  '--experimental-transform-types': ['--strip-types', '--enable-source-maps'],
  '--test-only': [],
};

/** Variables that are options where they are 1 (HandleEnvOptions in src/node_options.cc). */
const switches = {
  NODE_PENDING_DEPRECATION: '--pending-deprecation',
  NODE_PRESERVE_SYMLINKS: '--preserve-symlinks',
  NODE_PRESERVE_SYMLINKS_MAIN: '--preserve-symlinks-main',
};

export function parseOptions(
  meta: NodeMeta,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ParsedOptions {
  const table = new Map(meta.cliInfo.options as readonly (readonly [string, OptionInfo])[]);
  const aliases = new Map(meta.cliInfo.aliases as readonly (readonly [string, readonly string[]])[]);
  const values = structuredCopy(meta.cliOptions);
  const errors: string[] = [];
  for (const [variable, option] of Object.entries(switches))
    if (environment[variable] === '1') values[option] = true;
  values['--redirect-warnings'] = environment['NODE_REDIRECT_WARNINGS'] ?? '';
  const nodeOptions = environment['NODE_OPTIONS'];

  if (nodeOptions !== undefined && nodeOptions !== '') {
    const words = splitNodeOptions(nodeOptions);
    if ('error' in words) errors.push(words.error);
    else parse(words, true);
  }
  const [name = 'node', ...rest] = args;
  const { remaining, used } = parse(rest, false);
  for (const option of Object.keys(values)) {
    const positive = values[`--${option.slice('--no-'.length)}`];
    if (option.startsWith('--no-') && typeof positive === 'boolean') values[option] = !positive;
  }
  if (errors.length === 0) check(values, errors);
  return { values, argv: [name, ...remaining], execArgv: used, errors };

  function parse(
    words: readonly string[],
    fromEnvironment: boolean,
  ): { remaining: string[]; used: string[] } {
    const queue = [...words];
    const used: string[] = [];
    /** What an alias put in front is not what the user typed. */
    let synthetic = 0;
    const take = (): string => {
      const word = queue.shift() ?? '';
      if (synthetic > 0) synthetic--;
      else used.push(word);
      return word;
    };
    while (queue[0] !== undefined && queue[0].length > 1 && queue[0].startsWith('-') && errors.length === 0) {
      if (queue[0] === '--') {
        take();
        if (!fromEnvironment) used.pop();
        break;
      }
      const typed = take();
      const equals = typed.startsWith('--') ? typed.indexOf('=') : -1;
      let name = equals < 0 ? typed : typed.slice(0, equals);
      if (name.startsWith('--')) name = `--${name.slice(2).replaceAll('_', '-')}`;
      let inline = equals < 0 ? undefined : typed.slice(equals + 1);
      for (let expanded = expand(name); expanded !== undefined; expanded = expand(name)) {
        const [first = '', ...others] = expanded;
        queue.unshift(...others);
        synthetic += others.length;
        const same = first === name;
        name = first;
        if (same) break;
      }
      let info = table.get(name);
      let negated = false;
      if (info === undefined && name.startsWith('--no-')) {
        const positive = `--${name.slice(5)}`;
        info = table.get(positive);
        if (info !== undefined) {
          negated = true;
          name = positive;
        }
      }
      if (info === undefined) {
        if (!v8Option.test(name)) {
          errors.push(fromEnvironment ? `${typed} is not allowed in NODE_OPTIONS` : `bad option: ${typed}`);
        }
        continue;
      }
      if (fromEnvironment && info.envVarSettings === disallowedInEnvvar) {
        errors.push(`${typed} is not allowed in NODE_OPTIONS`);
        continue;
      }
      if (negated && info.type !== types.boolean && info.type !== types.v8Option) {
        errors.push(`${typed} is an invalid negation because it is not a boolean option`);
        continue;
      }
      for (const implied of implications[name] ?? []) values[implied] = !negated;
      if (info.type === types.noOp || info.type === types.v8Option) continue;
      if (info.type === types.boolean) {
        if (inline !== undefined) errors.push(`${typed} does not take an argument`);
        else values[name] = !negated;
        continue;
      }
      if (inline === undefined) {
        const next = queue[0];
        if (next === undefined || (next.length > 1 && next.startsWith('-'))) {
          errors.push(`${typed} requires an argument`);
          continue;
        }
        inline = take();
        // A leading dash of a value is written as "\-".
        if (inline.startsWith('\\-')) inline = inline.slice(1);
      } else if (inline === '') {
        errors.push(`${typed} requires an argument`);
        continue;
      }
      assign(name, info, inline, typed);
    }
    if (fromEnvironment && queue[0] !== undefined && errors.length === 0) {
      errors.push(`${queue[0]} is not allowed in NODE_OPTIONS`);
    }
    return { remaining: queue, used };

    function expand(option: string): readonly string[] | undefined {
      const direct = aliases.get(option);
      if (direct !== undefined && direct[0] !== option) return direct;
      if (equalsAlias(option) !== undefined) return equalsAlias(option);
      const next = queue[0];
      return next !== undefined && !(next.length > 1 && next.startsWith('-'))
        ? aliases.get(`${option} <arg>`)
        : undefined;
    }
    function equalsAlias(option: string): readonly string[] | undefined {
      const alias = aliases.get(`${option}=`);
      return alias?.[0] === option ? undefined : alias;
    }
  }

  function assign(name: string, info: OptionInfo, text: string, typed: string): void {
    switch (info.type) {
      case types.integer:
      case types.uInteger:
        if (!/^[+-]?\d+$/.test(text)) errors.push(`${typed} must be an integer`);
        values[name] = Number.parseInt(text, 10) || 0;
        break;
      case types.stringList: {
        const list = values[name];
        values[name] = [...(Array.isArray(list) ? list : []), text];
        break;
      }
      default:
        values[name] = text;
    }
  }
}

/** What only Node's C++ or V8's own tools can do. To take such an option and do nothing would be a lie. */
const unavailable = [
  '--inspect',
  '--inspect-brk',
  '--inspect-wait',
  '--inspect-brk-node',
  '--experimental-sea-config',
  '--build-sea',
  '--build-snapshot',
  '--build-snapshot-config',
  '--cpu-prof',
  '--heap-prof',
  '--prof-process',
  '--permission',
];

/** EnvironmentOptions::CheckOptions and PerProcessOptions::CheckOptions, where they concern what runs here. */
function check(values: Record<string, OptionValue>, errors: string[]): void {
  for (const name of unavailable) {
    const value = values[name];
    if (value === true || (typeof value === 'string' && value !== '')) {
      errors.push(`${name} is not available in a browser`);
    }
  }
  const inputType = values['--input-type'];
  const inputTypes = ['commonjs', 'module', 'commonjs-typescript', 'module-typescript'];
  if (typeof inputType === 'string' && inputType !== '' && !inputTypes.includes(inputType)) {
    errors.push('--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"');
  }
  if (
    values['--check'] === true &&
    (values['[has_eval_string]'] === true || values['--interactive'] === true)
  ) {
    errors.push('either --check or --eval can be used, not both');
  }
  const traced = values['--trace-require-module'];
  if (typeof traced === 'string' && !['', 'all', 'no-node-modules'].includes(traced)) {
    errors.push('invalid value for --trace-require-module');
  }
  const rejections = values['--unhandled-rejections'];
  if (
    typeof rejections === 'string' &&
    rejections !== '' &&
    !['warn-with-error-code', 'throw', 'strict', 'warn', 'none'].includes(rejections)
  ) {
    errors.push('invalid value for --unhandled-rejections');
  }
}

function structuredCopy(defaults: Readonly<Record<string, unknown>>): Record<string, OptionValue> {
  const copy = Object.create(null) as Record<string, OptionValue>;
  for (const [name, value] of Object.entries(defaults)) {
    copy[name] = Array.isArray(value) ? [...(value as string[])] : (value as OptionValue);
  }
  return copy;
}
