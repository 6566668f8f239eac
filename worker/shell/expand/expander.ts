// Word expansion in POSIX's order (XCU 2.6): braces, tilde, parameters, commands and arithmetic, splitting, pathnames,
// quote removal. One expander a command; it changes the shell's variables where an expansion does (`${x:=y}`).

import type { FileSystem } from '../../vfs/filesystem.ts';
import type { List, ParameterPart, ProcessPart, Word, WordPart } from '../parser/ast.ts';
import { asAssignment } from '../parser/simple.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { splitFields, type Piece } from './fields.ts';
import { expandGlob } from './glob.ts';
import { escapePattern, hasMagic } from './pattern.ts';
import { applyOperation } from './parameter.ts';
import { ShellError } from '../interpreter/shell-error.ts';

export interface ExpansionScope {
  readonly fs: FileSystem;
  readonly cwd: string;
  /** `set -f`. */
  readonly noGlob: boolean;
  /** `set -u`. */
  readonly noUnset: boolean;
  readonly positional: readonly string[];
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** `$?`, `$$` and the like; undefined where the name is none of them or not set. */
  special(name: string): string | undefined;
  /** What `${name[…]}` counts through: the one value of a variable, the matches of BASH_REMATCH. */
  elements(name: string): readonly string[];
  /** Runs a command substitution and gives its output without the newlines at the end. */
  substitute(body: List): Promise<string>;
  /** Starts a process substitution and gives the name of its pipe. */
  connect(part: ProcessPart): string;
}

export class Expander {
  readonly scope: ExpansionScope;

  constructor(scope: ExpansionScope) {
    this.scope = scope;
  }

  /** A command's words: everything applies, but for `name=value` where those are assignments. */
  async fields(words: readonly Word[], assignments = false): Promise<string[]> {
    const fields: string[] = [];
    for (const word of words.flatMap(expandBraces)) {
      const assignment = assignments ? asAssignment(word) : undefined;
      if (assignment !== undefined) {
        fields.push(`${assignment.name}=${await this.assignment(assignment.value)}`);
        continue;
      }
      const pieces = await this.#pieces(word, { tilde: 'start' });
      for (const { text, pattern } of splitFields(pieces, this.ifs)) {
        const matches =
          pattern !== undefined && hasMagic(pattern) && !this.scope.noGlob
            ? expandGlob(this.scope.fs, this.scope.cwd, pattern)
            : [];
        if (matches.length > 0) fields.push(...matches);
        else fields.push(text);
      }
    }
    return fields;
  }

  /** One string: no splitting, no pathnames (redirections, `case` subjects, here-documents). */
  async text(word: Word): Promise<string> {
    return join(await this.#pieces(word, { tilde: 'start' }), this.#starJoin());
  }

  /** The value of an assignment: tildes also behind colons. */
  async assignment(word: Word): Promise<string> {
    return join(await this.#pieces(word, { tilde: 'colons' }), this.#starJoin());
  }

  /** A pattern in which quoted characters stand for themselves. */
  async pattern(word: Word): Promise<string> {
    const pieces = await this.#pieces(word, { tilde: 'start' });
    return pieces
      .map((piece) =>
        piece.type === 'break' ? this.#starJoin() : piece.quoted ? escapePattern(piece.text) : piece.text,
      )
      .join('');
  }

  /** An extended regular expression in which quoted characters stand for themselves. */
  async regex(word: Word): Promise<string> {
    const pieces = await this.#pieces(word, { tilde: 'start' });
    return pieces
      .map((piece) =>
        piece.type === 'break'
          ? this.#starJoin()
          : piece.quoted
            ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
            : piece.text,
      )
      .join('');
  }

  async arithmetic(expression: Word): Promise<bigint> {
    try {
      return evaluateArithmetic(await this.text(expression), this.scope);
    } catch (error) {
      if (error instanceof ArithmeticError) throw new ShellError(error.message, 2, true);
      throw error;
    }
  }

  get ifs(): string {
    return this.scope.get('IFS') ?? ' \t\n';
  }

  /** The parameter's value; undefined where it is not set. */
  lookup(name: string): string | undefined {
    if (name === '@' || name === '*') {
      return this.scope.positional.length === 0 ? undefined : this.scope.positional.join(this.#starJoin());
    }
    if (/^[1-9]\d*$/.test(name)) return this.scope.positional[Number(name) - 1];
    return this.scope.special(name) ?? this.scope.get(name);
  }

  #starJoin(): string {
    return this.ifs.charAt(0);
  }

  async #pieces(word: Word, context: { tilde: 'start' | 'colons' }): Promise<Piece[]> {
    const pieces: Piece[] = [];
    for (const [index, part] of word.entries()) {
      if (part.type === 'text' && !part.quoted && (index === 0 || context.tilde === 'colons'))
        pieces.push(
          ...this.#tildes(part.text, index === 0, context.tilde === 'colons', index + 1 < word.length),
        );
      else pieces.push(...(await this.#part(part, false)));
    }
    return pieces;
  }

  async #part(part: WordPart, quoted: boolean): Promise<Piece[]> {
    switch (part.type) {
      case 'text':
        return [{ type: 'text', text: part.text, quoted: quoted || part.quoted, split: false }];
      case 'quotes':
        return this.#quotes(part.parts);
      case 'command':
        return [{ type: 'text', text: await this.scope.substitute(part.body), quoted, split: !quoted }];
      case 'arithmetic': {
        const text = (await this.arithmetic(part.expression)).toString();
        return [{ type: 'text', text, quoted, split: !quoted }];
      }
      case 'process':
        return [{ type: 'text', text: this.scope.connect(part), quoted: true, split: false }];
      case 'parameter':
        return this.#parameter(part, quoted);
    }
  }

  async #quotes(parts: Word): Promise<Piece[]> {
    const pieces: Piece[] = [];
    for (const part of parts) pieces.push(...(await this.#part(part, true)));
    // "" is an empty field, but "$@" of no parameters is no field.
    const only = parts.length === 1 ? parts[0] : undefined;
    const noFields = only?.type === 'parameter' && only.name === '@' && this.scope.positional.length === 0;
    return pieces.length > 0 || noFields ? pieces : [{ type: 'text', text: '', quoted: true, split: false }];
  }

  async #parameter(part: ParameterPart, quoted: boolean): Promise<Piece[]> {
    const { name, operation, subscript } = part;
    if (subscript !== undefined) {
      const index = await this.text(subscript);
      if (index === '@' || index === '*') return this.#allElements(part, quoted, index);
    }
    if ((name === '@' || name === '*') && (operation === null || operation.type === 'substring')) {
      const values =
        operation === null
          ? this.scope.positional
          : await this.#positionalSlice(operation.offset, operation.length);
      return this.#list(values, quoted, name);
    }
    const value = subscript === undefined ? this.lookup(name) : await this.#element(name, subscript);
    if (operation === null) {
      if (value === undefined) this.#requireSet(name);
      return [{ type: 'text', text: value ?? '', quoted, split: !quoted }];
    }
    const result = await applyOperation(this, name, value, operation);
    // The word of ${x:-word} keeps its own quotes.
    if (typeof result !== 'string') {
      if (quoted) return [{ type: 'text', text: await this.text(result), quoted, split: false }];
      const pieces = await this.#pieces(result, { tilde: 'start' });
      return pieces.map((piece) =>
        piece.type === 'text' && !piece.quoted ? { ...piece, split: true } : piece,
      );
    }
    return [{ type: 'text', text: result, quoted, split: !quoted }];
  }

  /** Each a field of its own, but joined where `*` is quoted. */
  #list(values: readonly string[], quoted: boolean, sign: '@' | '*'): Piece[] {
    if (sign === '*' && quoted)
      return [{ type: 'text', text: values.join(this.#starJoin()), quoted, split: false }];
    return values.flatMap((text, index): Piece[] => [
      ...(index > 0 ? [{ type: 'break' } as const] : []),
      { type: 'text', text, quoted, split: !quoted },
    ]);
  }

  /** `${x[@]}` and `${#x[@]}`. */
  #allElements({ name, operation }: ParameterPart, quoted: boolean, sign: '@' | '*'): Piece[] {
    const values = this.scope.elements(name);
    if (operation === null) return this.#list(values, quoted, sign);
    if (operation.type !== 'length')
      throw new ShellError(`\${${name}[${sign}]…}: only its length and its values are known`, 1, true);
    return [{ type: 'text', text: String(values.length), quoted, split: !quoted }];
  }

  /** From the end where the subscript is negative. */
  async #element(name: string, subscript: Word): Promise<string | undefined> {
    return this.scope.elements(name).at(Number(await this.arithmetic(subscript)));
  }

  async #positionalSlice(offset: Word, length: Word | null): Promise<readonly string[]> {
    const all = [this.scope.special('0') ?? 'jsh', ...this.scope.positional];
    const start = Number(await this.arithmetic(offset));
    const from = start < 0 ? Math.max(0, all.length + start) : Math.max(start, start === 0 ? 0 : 1);
    const count = length === null ? all.length : Number(await this.arithmetic(length));
    return all.slice(from, from + count);
  }

  #requireSet(name: string): void {
    if (this.scope.noUnset && name !== '@' && name !== '*')
      throw new ShellError(`${name}: parameter not set`, 2, true);
  }

  #tildes(text: string, atStart: boolean, colons: boolean, more: boolean): Piece[] {
    const parts = colons ? text.split(/(?<=:)/) : [text];
    return parts.flatMap((part, index): Piece[] => {
      const piece = { type: 'text', text: part, quoted: false, split: false } as const;
      if (!part.startsWith('~') || (index === 0 && !atStart)) return [piece];
      const end = /[/:]/.exec(part)?.index ?? part.length;
      // `~"x"`: a quoted rest makes it no login name.
      if (end === part.length && more && index === parts.length - 1) return [piece];
      const home = this.#home(part.slice(1, end));
      if (home === undefined) return [piece];
      return [
        { type: 'text', text: home, quoted: true, split: false },
        { type: 'text', text: part.slice(end), quoted: false, split: false },
      ];
    });
  }

  #home(user: string): string | undefined {
    if (user === '') return this.scope.get('HOME');
    if (user === '+') return this.scope.cwd;
    if (user === '-') return this.scope.get('OLDPWD');
    return user === this.scope.get('USER') ? this.scope.get('HOME') : undefined;
  }
}

function join(pieces: readonly Piece[], separator: string): string {
  return pieces.map((piece) => (piece.type === 'break' ? separator || ' ' : piece.text)).join('');
}
