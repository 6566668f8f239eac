// What the parser makes of a command line: plain data, so that a background job can be sent to another jsh as JSON.
// Names follow POSIX, XCU chapter 2 (Shell Command Language).

/** One shell word, before expansion. */
export type Word = readonly WordPart[];

export type WordPart =
  /** Literal text. Quoted text is neither split, nor globbed, nor brace- or tilde-expanded. */
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  /** "…": its parts are not split. Distinct from quoted text because "" makes an empty field. */
  | { readonly type: 'quotes'; readonly parts: Word }
  | ParameterPart
  | { readonly type: 'command'; readonly body: List }
  | { readonly type: 'arithmetic'; readonly expression: Word }
  | ProcessPart;

/** `<(…)` and `>(…)`: a name under which the command reads what another writes, or writes what it reads. */
export interface ProcessPart {
  readonly type: 'process';
  readonly direction: '<' | '>';
  readonly body: List;
}

export type ParameterOperation =
  | { readonly type: 'length' }
  /** ${x:-w} and relatives; `colon`: an empty value counts as unset. */
  | {
      readonly type: 'default' | 'assign' | 'error' | 'alternative';
      readonly colon: boolean;
      readonly word: Word;
    }
  | { readonly type: 'removePrefix' | 'removeSuffix'; readonly longest: boolean; readonly pattern: Word }
  | {
      readonly type: 'replace';
      readonly pattern: Word;
      readonly replacement: Word;
      readonly all: boolean;
      readonly anchor: 'start' | 'end' | null;
    }
  | { readonly type: 'substring'; readonly offset: Word; readonly length: Word | null }
  | { readonly type: 'case'; readonly upper: boolean; readonly all: boolean }
  /** ${!x}: the value of the variable that x names. */
  | { readonly type: 'indirect' };

export interface ParameterPart {
  readonly type: 'parameter';
  readonly name: string;
  /** `${x[1]}`, `${x[@]}`. */
  readonly subscript?: Word;
  readonly operation: ParameterOperation | null;
}

export type RedirectionOperator = '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '<<' | '<<<' | '&>' | '&>>';

export interface Redirection {
  readonly fd: number | null;
  readonly operator: RedirectionOperator;
  /** For a here-document its body. */
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly append: boolean;
  readonly value: Word;
}

export interface SimpleCommand {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

export interface IfClause {
  readonly condition: List;
  readonly body: List;
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: List;
  /** `;;` ends, `;&` goes on into the next body, `;;&` goes on testing. */
  readonly end: ';;' | ';&' | ';;&';
}

export type CompoundCommand = { readonly redirections: readonly Redirection[] } & (
  | { readonly type: 'group'; readonly body: List }
  | { readonly type: 'subshell'; readonly body: List }
  | { readonly type: 'if'; readonly clauses: readonly IfClause[]; readonly otherwise: List | null }
  /** `words` null: over "$@". */
  | {
      readonly type: 'for';
      readonly name: string;
      readonly words: readonly Word[] | null;
      readonly body: List;
    }
  | {
      readonly type: 'arithmeticFor';
      readonly start: Word;
      readonly condition: Word;
      readonly step: Word;
      readonly body: List;
    }
  | { readonly type: 'while' | 'until'; readonly condition: List; readonly body: List }
  | { readonly type: 'case'; readonly subject: Word; readonly items: readonly CaseItem[] }
  | { readonly type: 'conditional'; readonly expression: Conditional }
  | { readonly type: 'arithmetic'; readonly expression: Word }
);

export interface FunctionDefinition {
  readonly type: 'function';
  readonly name: string;
  readonly body: Command;
}

export type Command = SimpleCommand | CompoundCommand | FunctionDefinition;

/** The inside of [[ … ]]. */
export type Conditional =
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Word }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly type: 'not'; readonly operand: Conditional }
  | { readonly type: 'and' | 'or'; readonly left: Conditional; readonly right: Conditional };

export interface Pipeline {
  readonly negated: boolean;
  /** `time`: how long it took is written to stderr, as bash has it or, with -p, as POSIX. */
  readonly timed: false | 'bash' | 'posix';
  readonly commands: readonly Command[];
}

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export interface ListItem {
  readonly andOr: AndOr;
  readonly background: boolean;
  /** As it was written, for `jobs` and ps. */
  readonly text: string;
}

export type List = readonly ListItem[];
