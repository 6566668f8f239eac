/** Unwinds the stack of a process that has ended in the middle of a call. Nothing may report or hold it up. */
export class ProcessEnded extends Error {
  constructor(message = 'The process has ended.') {
    super(message);
    this.name = 'ProcessEnded';
  }
}
