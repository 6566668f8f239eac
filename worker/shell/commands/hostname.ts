import { Failure, type Applet } from './applet.ts';
import { hostName } from './machine.ts';

export const hostname: Applet = async ({ args, stdout }) => {
  if (args.some((arg) => !arg.startsWith('-')))
    throw new Failure('the name of this machine cannot be changed');
  await stdout.write(`${hostName}\n`);
  return 0;
};
