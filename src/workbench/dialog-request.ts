// What can stand in front of the workbench; one at a time.

export type DialogRequest =
  | { readonly kind: 'palette'; readonly mode: 'commands' | 'files' }
  | { readonly kind: 'new-project' }
  | { readonly kind: 'rename-project'; readonly id: string; readonly name: string }
  | { readonly kind: 'delete-project'; readonly id: string; readonly name: string }
  | { readonly kind: 'close-unsaved'; readonly path: string }
  | { readonly kind: 'settings' }
  | { readonly kind: 'git-identity' }
  | { readonly kind: 'new-branch' }
  | { readonly kind: 'keyboard' }
  | { readonly kind: 'storage' };
