// Lists of positions such as 1,3-5,7-, for cut.

import { Failure } from './applet.ts';

export type Ranges = readonly (readonly [number, number])[];

export function parseRanges(text: string): Ranges {
  return text.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    const [, from = '', dash = '', to = ''] = match ?? [];
    if (match === null || (from === '' && to === ''))
      throw new Failure(`invalid field range\nTry 'cut --help' for more information.`);
    const low = from === '' ? 1 : Number(from);
    const high = dash === '' ? low : to === '' ? Infinity : Number(to);
    if (low === 0) throw new Failure("fields are numbered from 1\nTry 'cut --help' for more information.");
    if (high < low) throw new Failure("invalid decreasing range\nTry 'cut --help' for more information.");
    return [low, high] as const;
  });
}

export function inRanges(ranges: Ranges, position: number): boolean {
  return ranges.some(([low, high]) => position >= low && position <= high);
}
