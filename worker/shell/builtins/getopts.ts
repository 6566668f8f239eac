// getopts (POSIX XCU). OPTIND counts arguments; the place within a cluster is kept in a variable of the shell's own.

import { fail, type Builtin } from './builtin.ts';

const placeVariable = '_JSH_OPTPLACE';

export const getopts: Builtin = async ({ state, shell, fds }, [spec, name, ...given]) => {
  if (spec === undefined || name === undefined) fail('getopts: usage: getopts optstring var [arg ...]', 2);
  const { variables } = state;
  const args = given.length > 0 ? given : state.positional;
  const index = Number(variables.get('OPTIND') ?? '1') || 1;
  const [savedIndex, savedPlace] = (variables.get(placeVariable) ?? '').split(':');
  let place = Number(savedIndex) === index ? Number(savedPlace) : 1;
  const arg = args[index - 1];
  const finish = (next: number): number => {
    variables.set('OPTIND', String(next));
    variables.set(name, '?');
    variables.unset('OPTARG');
    return 1;
  };
  if (arg === undefined || !arg.startsWith('-') || arg === '-') return finish(index);
  if (arg === '--') return finish(index + 1);
  const letter = arg.charAt(place);
  place += 1;
  let next = place >= arg.length ? index + 1 : index;
  const silent = spec.startsWith(':');
  const at = letter === ':' ? -1 : spec.indexOf(letter, silent ? 1 : 0);
  let found = letter;
  if (at === -1) {
    found = '?';
    if (silent) variables.set('OPTARG', letter);
    else await shell.complain(fds, `Illegal option -${letter}`);
  } else if (spec.charAt(at + 1) === ':') {
    const attached = arg.slice(place);
    const value = attached === '' ? args[index] : attached;
    next = attached === '' ? index + 2 : index + 1;
    if (value !== undefined) variables.set('OPTARG', value);
    else {
      found = silent ? ':' : '?';
      if (silent) variables.set('OPTARG', letter);
      else await shell.complain(fds, `No arg for -${letter} option`);
    }
  } else variables.unset('OPTARG');
  variables.set(name, found);
  variables.set('OPTIND', String(next));
  variables.set(placeVariable, next === index ? `${String(index)}:${String(place)}` : '');
  return 0;
};
