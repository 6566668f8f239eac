// Signals by name and Linux number (signal(7)).

export const signalNumbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGWINCH: 28,
} as const;

export type Signal = keyof typeof signalNumbers;

export function signalByNumber(number: number): Signal | undefined {
  return (Object.keys(signalNumbers) as Signal[]).find((name) => signalNumbers[name] === number);
}

/** How a process ended (wait(2)). A shell's `$?` for a signal is 128 + its number. */
export type ExitStatus =
  { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'signaled'; readonly signal: Signal };

export function shellCode(status: ExitStatus): number {
  return status.kind === 'exited' ? status.code : 128 + signalNumbers[status.signal];
}

const harmless: ReadonlySet<Signal> = new Set([
  'SIGCHLD',
  'SIGCONT',
  'SIGWINCH',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
]);

/** The default action is to end the process (signal(7)). */
export function endsByDefault(signal: Signal): boolean {
  return !harmless.has(signal);
}
