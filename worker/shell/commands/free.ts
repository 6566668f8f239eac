import { Failure, type Applet } from './applet.ts';

/** A browser tells a worker neither how much memory there is nor how much is free: better no figure than a made-up one. */
export const free: Applet = async () => {
  throw new Failure('a browser does not tell how much memory is free');
};
