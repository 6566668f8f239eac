// internalBinding('cjs_lexer'): the named exports of a CommonJS module, by cjs-module-lexer, which Node's C++ port follows.

import * as lexer from 'cjs-module-lexer';
import type { Binding, Realm } from '../realm.ts';

export function createCjsLexerBinding(_realm: Realm): Binding {
  return {
    parse(source: string) {
      try {
        const { exports, reexports } = lexer.parse(source);
        return [new Set(exports), [...new Set(reexports)]];
      } catch {
        // The C++ port gives up without a word, on the syntax of ES modules too.
        return [new Set(), []];
      }
    },
  };
}
