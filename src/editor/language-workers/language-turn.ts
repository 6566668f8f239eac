// When the languages' workers may load: they are megabytes to compile and then look at the whole project, on the cores that
// an install or a starting server needs. So they wait until someone turns to the editor, or until the machine rests.

/** A pointer that stays over the editor for so long is there for its text. */
const dwellMs = 300;

let current = Promise.resolve();

/** From now on the workers wait for this: the editor of a project that is shown now. */
export function languagesWaitFor(turn: Promise<void>): void {
  current = turn;
}

/** Resolves when the languages of the project that is shown by then may load. */
export async function languagesTurn(): Promise<void> {
  for (let seen: Promise<void> | null = null; seen !== current;) {
    seen = current;
    await seen;
  }
}

/** Resolves when someone clicks into `element`, types in it, or leaves the pointer over it. */
export function turnedTo(element: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const { signal } = listening;
    let dwell: ReturnType<typeof setTimeout> | undefined;
    const turned = (): void => {
      clearTimeout(dwell);
      listening.abort();
      resolve();
    };
    for (const type of ['pointerdown', 'keydown', 'focusin'])
      element.addEventListener(type, turned, { capture: true, signal });
    element.addEventListener('pointerenter', () => (dwell = setTimeout(turned, dwellMs)), { signal });
    element.addEventListener('pointerleave', () => clearTimeout(dwell), { signal });
  });
}
