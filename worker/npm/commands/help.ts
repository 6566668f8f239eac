// npm help, and npm without a command.
import type { Session } from '../session.ts';
import { npmVersion } from '../versions.ts';
import { commandDescriptions } from './descriptions.ts';

export function helpText({ env }: Pick<Session, 'env'>): string {
  const width = Math.max(...Object.keys(commandDescriptions).map((name) => name.length));
  const commands = Object.entries(commandDescriptions).map(
    ([name, description]) => `    ${name.padEnd(width)}  ${description}`,
  );
  return `npm <command>

Usage:

npm install        install all the dependencies in your project
npm install <foo>  add the <foo> dependency to your project
npm test           run this project's tests
npm run <foo>      run the script named <foo>

All commands:

${commands.join('\n')}

Specify configs in the ini-formatted file:
    ${env['HOME'] ?? '/root'}/.npmrc
or on the command line via: npm <command> --key=value

npm@${npmVersion} as Holdfast's own program: its tree, lockfile and messages are those of npm ${npmVersion}`;
}
