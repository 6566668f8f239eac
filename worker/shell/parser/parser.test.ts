import { describe, expect, test } from 'vitest';
import { IncompleteInput, ShellSyntaxError } from '../lexer/syntax-error.ts';
import type { Command, List, Word } from './ast.ts';
import { parserOf } from './parser.ts';

/** The tree as text: `[…]` quotes, `$x` parameters, `$()` substitutions, braces around compounds. */
function show(list: List): string {
  return list
    .map(({ andOr, background }) => {
      const pipelines = [{ operator: '', pipeline: andOr.first }, ...andOr.rest].map(
        ({ operator, pipeline }) =>
          `${operator}${pipeline.timed ? 'time ' : ''}${pipeline.negated ? '! ' : ''}${pipeline.commands.map(showCommand).join(' | ')}`,
      );
      return pipelines.join(' ') + (background ? ' &' : ' ;');
    })
    .join(' ');
}

function showCommand(command: Command): string {
  if (command.type === 'function') return `${command.name}()${showCommand(command.body)}`;
  const redirections = command.redirections.map(
    ({ fd, operator, target }) => ` ${fd === null ? '' : String(fd)}${operator}${showWord(target)}`,
  );
  return showBare(command) + redirections.join('');
}

function showBare(command: Exclude<Command, { type: 'function' }>): string {
  switch (command.type) {
    case 'simple':
      return [
        ...command.assignments.map(
          ({ name, append, value }) => `${name}${append ? '+' : ''}=${showWord(value)}`,
        ),
        ...command.words.map(showWord),
      ].join(' ');
    case 'group':
    case 'subshell':
      return `{${command.type} ${show(command.body)}}`;
    case 'if':
      return `{if ${command.clauses.map(({ condition, body }) => `${show(condition)} then ${show(body)}`).join(' elif ')}${command.otherwise === null ? '' : ` else ${show(command.otherwise)}`}}`;
    case 'for':
      return `{for ${command.name} in ${command.words === null ? '@' : command.words.map(showWord).join(' ')} do ${show(command.body)}}`;
    case 'arithmeticFor':
      return `{for ((${[command.start, command.condition, command.step].map(showWord).join(';')})) ${show(command.body)}}`;
    case 'while':
    case 'until':
      return `{${command.type} ${show(command.condition)} do ${show(command.body)}}`;
    case 'case':
      return `{case ${showWord(command.subject)} ${command.items.map(({ patterns, body, end }) => `${patterns.map(showWord).join('|')}) ${show(body)}${end}`).join(' ')}}`;
    case 'conditional':
      return `{[[ ${JSON.stringify(command.expression, (key, value: unknown) => (['operand', 'left', 'right'].includes(key) && Array.isArray(value) ? showWord(value as Word) : value))}}`;
    case 'arithmetic':
      return `{((${showWord(command.expression)}))}`;
  }
}

function showWord(word: Word): string {
  return word
    .map((part) => {
      switch (part.type) {
        case 'text':
          return part.quoted ? `[${part.text}]` : part.text;
        case 'quotes':
          return `"${showWord(part.parts)}"`;
        case 'command':
          return `$(${show(part.body)})`;
        case 'arithmetic':
          return `$((${showWord(part.expression)}))`;
        case 'process':
          return `${part.direction}(${show(part.body)})`;
        case 'parameter':
          return part.operation === null
            ? `$${part.name}${part.subscript === undefined ? '' : `[${showWord(part.subscript)}]`}`
            : `\${${part.name} ${JSON.stringify(part.operation, (key, value: unknown) => (Array.isArray(value) ? showWord(value as Word) : value))}}`;
      }
    })
    .join('');
}

function parse(source: string, aliases: Record<string, string> = {}, complete = true): string {
  const parser = parserOf(source, { aliases: new Map(Object.entries(aliases)), complete });
  const lists: string[] = [];
  for (let list = parser.nextLine(); list !== null; list = parser.nextLine()) lists.push(show(list));
  return lists.join('\n');
}

test.each([
  ['echo a  b', 'echo a b ;'],
  ['a; b & c\nd', 'a ; b & c ;\nd ;'],
  ['a && b || ! c | d', 'a &&b ||! c | d ;'],
  ['time a | b', 'time a | b ;'],
  [`echo 'x y' "a $b" c\\ d $'e\\n'`, 'echo [x y] "[a ]$b" c[ ]d [e\n] ;'],
  ['X=1 Y+=2 cmd Z=3', 'X=1 Y+=2 cmd Z=3 ;'],
  ['cmd >out 2>&1 <in >>more', 'cmd >out 2>&1 <in >>more ;'],
  ['diff <(a) x<(b; c) > >(d)', 'diff <(a ;) x<(b ; c ;) >>(d ;) ;'],
  ['echo ${x[1]} ${#x[@]} "$x[1]"', 'echo $x[[1]] ${x {"type":"length"}} "$x[[1]]" ;'],
  ['time -p a', 'time a ;'],
  ['a |& b', 'a 2>&1 | b ;'],
  ['a &> f', 'a &>f ;'],
  ['echo 2 > f 2>g', 'echo 2 >f 2>g ;'],
  ['echo # comment\n# only\nb#c', 'echo ;\nb#c ;'],
  ['a \\\n b', 'a b ;'],
  ['if a; then b; elif c; then d; else e; fi', '{if a ; then b ; elif c ; then d ; else e ;} ;'],
  ['for i in 1 "2"; do a $i; done', '{for i in 1 "[2]" do a $i ;} ;'],
  ['for i\ndo a\ndone', '{for i in @ do a ;} ;'],
  ['for ((i=0; i<3; i++)); do a; done', '{for (([i=0];[ i<3];[ i++])) a ;} ;'],
  ['while a; do b; done < f', '{while a ; do b ;} <f ;'],
  ['until a\ndo b\ndone | c', '{until a ; do b ;} | c ;'],
  ['case $x in (a|b) c;; *) d;& e) esac', '{case $x a|b) c ;;; *) d ;;& e) ;;} ;'],
  ['{ a; b; } 2>f; (c)', '{group a ; b ;} 2>f ; {subshell c ;} ;'],
  ['f() { a; }; function g { b; }', 'f(){group a ;} ; g(){group b ;} ;'],
  ['echo $(a "$(b)") `c \\`d\\``', 'echo $(a "$(b ;)" ;) $(c $(d ;) ;) ;'],
  ['echo $(case x in a) b;; esac)', 'echo $({case x a) b ;;;} ;) ;'],
  ['echo $((1 + (2 * 3))) $( (a) )', 'echo $(([1 + (2 * 3)])) $({subshell a ;} ;) ;'],
  ['((x = 1)) && echo', '{(([x = 1]))} &&echo ;'],
  ['((a); (b))', '{subshell {subshell a ;} ; {subshell b ;} ;} ;'],
  ['echo ${#x} ${x} $# ${#} $$a', 'echo ${x {"type":"length"}} $x $# $# $$a ;'],
  [
    'echo ${x:-a b} ${x#*.} ${x//a/b} ${x:1:2}',
    'echo ${x {"type":"default","colon":true,"word":"a b"}} ${x {"type":"removePrefix","longest":false,"pattern":"*."}} ${x {"type":"replace","pattern":"a","replacement":"b","all":true,"anchor":null}} ${x {"type":"substring","offset":"[1]","length":"[2]"}} ;',
  ],
  ['cat <<A; echo b\none $x\nA\nc', 'cat <<[one ]$x[\n] ; echo b ;\nc ;'],
  ["cat <<'A' <<-B\n$x\nA\n\ttab\n\tB\n", 'cat <<[$x\n] <<[tab\n] ;'],
  ['cat <<< "a b"', 'cat <<<"[a b]" ;'],
  [
    '[[ -f a && ! $x == b* || ( c < d ) ]]',
    '{[[ {"type":"or","left":{"type":"and","left":{"type":"unary","operator":"-f","operand":"a"},"right":{"type":"not","operand":{"type":"binary","operator":"==","left":"$x","right":"b*"}}},"right":{"type":"binary","operator":"<","left":"c","right":"d"}}} ;',
  ],
  ['echo if then done', 'echo if then done ;'],
])('%j', (source, expected) => {
  expect(parse(source)).toBe(expected);
});

describe('aliases', () => {
  test.each([
    ['ll x', { ll: 'ls -l' }, 'ls -l x ;'],
    ['ls a; echo ls', { ls: 'ls --color' }, 'ls --color a ; echo ls ;'],
    ['a', { a: 'b', b: 'a c' }, 'a c ;'],
    ['s ll', { s: 'sudo ', ll: 'ls -l' }, 'sudo ls -l ;'],
    ["'ll'", { ll: 'ls -l' }, '[ll] ;'],
    ['i a; t b; fi', { i: 'if', t: 'then' }, '{if a ; then b ;} ;'],
  ])('%j with %j', (source, aliases, expected) => {
    expect(parse(source, aliases)).toBe(expected);
  });
});

describe('an unfinished line is told from a wrong one', () => {
  test.each([
    "echo 'a",
    'echo "a',
    'echo $(a',
    'echo ${x',
    'a &&',
    'a |',
    'if a',
    'while a; do',
    '{ a',
    'cat <<A\nb',
    'f() {',
    'case x in',
    'echo `a',
    '[[ a',
    'a \\',
  ])('%j goes on', (source) => {
    if (source === 'a \\') expect(parse(`${source}`, {}, false)).toBe('a [\\] ;');
    else expect(() => parse(source, {}, false)).toThrow(IncompleteInput);
  });
  test.each([
    ['a | ; b', "syntax error near unexpected token `;'"],
    [')', "syntax error near unexpected token `)'"],
    ['if a; fi', "syntax error near unexpected token `fi'"],
    ['done', "syntax error near unexpected token `done'"],
    ['for 1 in a; do b; done', "syntax error near unexpected token `1'"],
    ['a ;; b', "syntax error near unexpected token `;;'"],
    ['echo ${x!}', '${x!}: bad substitution'],
    ['x=(1 2)', 'arrays are not supported by jsh'],
    ['> ;', "syntax error near unexpected token `;'"],
  ])('%j is wrong', (source, message) => {
    const error = (() => {
      try {
        return parse(source);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ShellSyntaxError);
    expect(error).not.toBeInstanceOf(IncompleteInput);
    expect((error as Error).message).toBe(message);
  });
});
