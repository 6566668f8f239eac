// Redirections and here-documents (POSIX XCU 2.7).

import type { Redirection, RedirectionOperator, Word } from './ast.ts';
import type { Parser } from './parser.ts';

const redirecting = new Set<string>([
  '<',
  '>',
  '>>',
  '>|',
  '<>',
  '<&',
  '>&',
  '<<',
  '<<-',
  '<<<',
  '&>',
  '&>>',
]);

/** The redirection that the next tokens are, or undefined. */
export function readRedirection(parser: Parser): Redirection | undefined {
  const first = parser.peek();
  const fd = first.type === 'fd' ? first.fd : null;
  if (first.type === 'fd') parser.take();
  const token = parser.peek();
  if (token.type !== 'operator' || !redirecting.has(token.value)) {
    if (fd !== null) parser.unexpected();
    return undefined;
  }
  parser.take();
  const target = parser.peek();
  if (target.type !== 'word' && target.type !== 'fd') parser.unexpected('a file name');
  if (token.value === '<<' || token.value === '<<-') {
    // Registered before the lexer may read on: the body begins at the next newline.
    const redirection: { fd: number | null; operator: '<<'; target: Word } = {
      fd,
      operator: '<<',
      target: [],
    };
    const word = target.type === 'word' ? target.word : [];
    parser.lexer.awaitHereDocument({
      delimiter: delimiterText(word),
      literal: word.some((part) => part.type !== 'text' || part.quoted),
      stripTabs: token.value === '<<-',
      deliver: (body) => {
        redirection.target = body;
      },
    });
    parser.take();
    return redirection;
  }
  parser.take();
  const word: Word =
    target.type === 'word' ? target.word : [{ type: 'text', text: String(target.fd), quoted: false }];
  return { fd, operator: token.value as RedirectionOperator, target: word };
}

export function readRedirections(parser: Parser): Redirection[] {
  const redirections: Redirection[] = [];
  for (;;) {
    const redirection = readRedirection(parser);
    if (redirection === undefined) return redirections;
    redirections.push(redirection);
  }
}

/** Quote removal alone: a here-document's delimiter is not expanded. */
function delimiterText(word: Word): string {
  return word
    .map((part) => {
      if (part.type === 'text') return part.text;
      if (part.type === 'quotes') return delimiterText(part.parts);
      return part.type === 'parameter' ? `$${part.name}` : '';
    })
    .join('');
}
