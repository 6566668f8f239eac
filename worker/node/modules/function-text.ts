// `Function.prototype.toString` shows what the author wrote, not what the transforms made of it. Once a realm.

import { withoutGuards } from '../guard/guard-text.ts';
import { withoutSuspensions } from './await-context.ts';
import { importerName } from './dynamic-import.ts';
import { withoutReferences } from './reference-text.ts';

export function showAuthorText(scope: typeof globalThis): void {
  const prototype = scope.Function.prototype as { toString: (this: unknown) => string };

  const native = prototype.toString;
  const { apply } = Reflect;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- takes the place of the method
  const { toString } = {
    toString(this: unknown): string {
      const text = apply(native, this === toString ? native : this, []);
      return text.includes('__holdfast_')
        ? withoutSuspensions(withoutReferences(withoutGuards(text))).replaceAll(importerName, 'import')
        : text;
    },
  };
  Object.defineProperty(prototype, 'toString', {
    value: toString,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
