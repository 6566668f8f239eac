// The prompt: quiet, one line, red where the last command failed. $PS1 in bash's escapes takes its place.

import { hostName } from '../commands/machine.ts';
import type { ShellState } from '../interpreter/state.ts';

const blue = '\x1b[1;34m';
const green = '\x1b[1;32m';
const red = '\x1b[1;31m';
const plain = '\x1b[0m';

export function primaryPrompt(state: ShellState): string {
  const template = state.variables.get('PS1');
  if (template !== undefined) return expandPrompt(template, state);
  return `${blue}${shortPath(state)}${plain} ${state.status === 0 ? green : red}❯${plain} `;
}

export function continuationPrompt(state: ShellState): string {
  return expandPrompt(state.variables.get('PS2') ?? '\\[\\e[2m\\]…\\[\\e[0m\\] ', state);
}

function shortPath(state: ShellState): string {
  const home = state.variables.get('HOME');
  return home !== undefined && (state.cwd === home || state.cwd.startsWith(`${home}/`))
    ? `~${state.cwd.slice(home.length)}`
    : state.cwd;
}

/** bash's manual, "Controlling the Prompt"; parameters are expanded by name, commands are not run. */
function expandPrompt(template: string, state: ShellState): string {
  const now = new Date();
  return template
    .replace(/\\([0-7]{3}|.)/g, (whole, code: string) => {
      switch (code) {
        case 'w':
          return shortPath(state);
        case 'W':
          return shortPath(state).replace(/^.*\/(?=.)/, '');
        case 'u':
          return state.variables.get('USER') ?? 'user';
        case 'h':
        case 'H':
          return hostName;
        case '$':
          return '$';
        case 's':
          return 'jsh';
        case 't':
          return now.toTimeString().slice(0, 8);
        case 'A':
          return now.toTimeString().slice(0, 5);
        case 'n':
          return '\n';
        case 'e':
          return '\x1b';
        case 'a':
          return '\x07';
        case '\\':
          return '\\';
        // Where escape sequences begin and end: the screen tells by itself.
        case '[':
        case ']':
          return '';
        default:
          return /^[0-7]{3}$/.test(code) ? String.fromCharCode(parseInt(code, 8)) : whole;
      }
    })
    .replace(/\$(?:\{(\w+)\}|(\w+)|(\?))/g, (_, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      return name === undefined ? String(state.status) : (state.variables.get(name) ?? '');
    });
}
