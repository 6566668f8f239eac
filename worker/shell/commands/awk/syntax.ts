// What the parser makes of an awk program (POSIX XCU, awk: "Grammar"). Names are resolved afterwards (names.ts).

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOperator = '<' | '<=' | '==' | '!=' | '>' | '>=';

/** What can be assigned to. */
export type Place =
  | { readonly type: 'variable'; readonly name: string; readonly line: number }
  | {
      readonly type: 'element';
      readonly name: string;
      readonly subscripts: readonly Expression[];
      readonly line: number;
    }
  | { readonly type: 'field'; readonly index: Expression };

/** Where a getline reads: the main input, a file, or a command's output. */
export type GetlineSource =
  | { readonly type: 'main' }
  | { readonly type: 'file'; readonly name: Expression }
  | { readonly type: 'command'; readonly command: Expression };

export type Expression =
  | Place
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string; readonly line: number }
  /** In parentheses, which stop `a > b` from being a redirection. */
  | { readonly type: 'group'; readonly inner: Expression }
  /** `(a, b)`: in front of `in`, or what print and printf write. */
  | { readonly type: 'list'; readonly items: readonly Expression[]; readonly line: number }
  | {
      readonly type: 'assign';
      readonly operator: ArithmeticOperator | null;
      readonly target: Place;
      readonly value: Expression;
      readonly line: number;
    }
  | { readonly type: 'increment'; readonly target: Place; readonly by: 1 | -1; readonly prefix: boolean }
  | {
      readonly type: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly type: 'and' | 'or' | 'concatenate'; readonly left: Expression; readonly right: Expression }
  | {
      readonly type: 'match';
      readonly negated: boolean;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly type: 'unary'; readonly operator: '+' | '-' | '!'; readonly operand: Expression }
  | {
      readonly type: 'in';
      readonly subscripts: readonly Expression[];
      readonly name: string;
      readonly line: number;
    }
  | {
      readonly type: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly line: number;
    }
  | {
      readonly type: 'builtin';
      readonly name: BuiltinName;
      readonly args: readonly Expression[];
      readonly line: number;
    }
  | { readonly type: 'getline'; readonly target: Place | null; readonly source: GetlineSource };

export const builtinNames = [
  'atan2',
  'close',
  'cos',
  'exp',
  'fflush',
  'gsub',
  'index',
  'int',
  'length',
  'log',
  'match',
  'rand',
  'sin',
  'split',
  'sprintf',
  'sqrt',
  'srand',
  'sub',
  'substr',
  'system',
  'tolower',
  'toupper',
] as const;
export type BuiltinName = (typeof builtinNames)[number];

export interface Redirection {
  readonly kind: '>' | '>>' | '|';
  readonly target: Expression;
}

export type Statement =
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'expression'; readonly expression: Expression }
  | {
      readonly type: 'print' | 'printf';
      readonly args: readonly Expression[];
      readonly redirection: Redirection | null;
    }
  | {
      readonly type: 'if';
      readonly test: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | null;
    }
  | { readonly type: 'while' | 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly type: 'for';
      readonly start: Statement | null;
      readonly test: Expression | null;
      readonly step: Statement | null;
      readonly body: Statement;
    }
  | {
      readonly type: 'forIn';
      readonly variable: string;
      readonly array: string;
      readonly body: Statement;
      readonly line: number;
    }
  /** `subscripts` null: the whole array. */
  | {
      readonly type: 'delete';
      readonly name: string;
      readonly subscripts: readonly Expression[] | null;
      readonly line: number;
    }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | null }
  | { readonly type: 'next' | 'break' | 'continue' };

export type Pattern =
  | { readonly type: 'begin' | 'end' | 'always' }
  | { readonly type: 'when'; readonly test: Expression }
  | { readonly type: 'range'; readonly first: Expression; readonly last: Expression };

export interface Rule {
  readonly pattern: Pattern;
  /** Null: print the record. */
  readonly action: Statement | null;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
  readonly line: number;
}

export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}
