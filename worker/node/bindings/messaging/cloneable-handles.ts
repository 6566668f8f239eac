// Native objects that structured cloning hands on as they are: nothing in them changes, and both ends are in this realm.

const handles = new WeakSet<object>();

export function markCloneable(handle: object): void {
  handles.add(handle);
}

export function isCloneableHandle(value: object): boolean {
  return handles.has(value);
}
