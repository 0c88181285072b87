import { UserError } from '../errors.ts';
import { expandedTooLong, macroArguments, nestedTooDeeply, unknownMacro } from '../messages.ts';
import { macros, type Macro, type MacroContext } from './macros.ts';
import type { Token } from './tokenize.ts';

/** A macro may write its argument twice, so that those nested in each other grow exponentially. */
const mostCharacters = 1024 * 1024;
const mostNested = 100;

/**
 * Expands every macro, also in the arguments of another; strings, comments and quoted identifiers stay unchanged.
 * Throws UserError for an unknown macro, wrong arguments, or more text than a query may have.
 */
export function expandMacros(tokens: readonly Token[], context: MacroContext): string {
  return new Expansion(tokens, context).text();
}

/** Where a piece of the expanded text begins, and where the token begins that it was made of; both in UTF-16 units. */
export interface Piece {
  at: number;
  from: number;
}

/** Lists what the expanded text is made of, in order. Arguments of a macro are part of it. */
export function expandedPieces(tokens: readonly Token[], context: MacroContext): { text: string; pieces: Piece[] } {
  const expansion = new Expansion(tokens, context);
  return { text: expansion.text(), pieces: expansion.pieces };
}

/** A macro whose arguments are being read: the last one is open. */
interface Open {
  name: string;
  macro: Macro;
  args: string[];
  argument: string[];
  /** Whether the open argument has nothing but spaces. */
  isBlank: boolean;
  /** Brackets that are open within the argument. */
  depth: number;
}

/** One pass over the tokens, with a stack of the macros whose arguments are not complete. */
class Expansion {
  private readonly out: string[] = [];
  private readonly open: Open[] = [];
  /** Characters that macros with arguments have become, those in arguments included. */
  private written = 0;
  readonly pieces: Piece[] = [];
  private length = 0;
  private readonly tokens: readonly Token[];
  private readonly context: MacroContext;

  constructor(tokens: readonly Token[], context: MacroContext) {
    this.tokens = tokens;
    this.context = context;
  }

  text(): string {
    let from = 0;
    for (let at = 0, read = 0; at < this.tokens.length; at++) {
      for (; read < at; read++) {
        from += this.tokens[read]?.text.length ?? 0;
      }
      if (this.open.length === 0) {
        this.pieces.push({ at: this.length, from });
      }
      const token = this.tokens[at];
      if (token?.kind === 'word' && token.text.startsWith('$__')) {
        at = this.macro(token.text, at);
      } else if (token && !this.closes(token)) {
        this.write(token.text, token.kind !== 'space');
      }
    }
    const [unclosed] = this.open;
    if (unclosed) {
      throw new UserError(macroArguments(unclosed.name, unclosed.macro.example, 0), 'query');
    }
    return this.out.join('');
  }

  /** Begins a macro, and returns the index of the last token that it takes now. */
  private macro(name: string, at: number): number {
    const macro = Object.keys(macros).includes(name) ? macros[name] : undefined;
    if (!macro) {
      throw new UserError(unknownMacro(name, Object.keys(macros)), 'query');
    }
    const opening = this.nextCode(at + 1);
    const isCall = this.tokens[opening]?.text === '(';
    if (macro.arguments === 0) {
      this.write(macro.expand([], this.context), true);
      const closing = isCall ? this.nextCode(opening + 1) : -1;
      // `$__fromTime()` is read as `$__fromTime`.
      return this.tokens[closing]?.text === ')' ? closing : at;
    }
    if (!isCall) {
      throw new UserError(macroArguments(name, macro.example, 0), 'query');
    }
    if (this.open.length === mostNested) {
      throw new UserError(nestedTooDeeply(mostNested), 'query');
    }
    this.open.push({ name, macro, args: [], argument: [], isBlank: true, depth: 0 });
    return opening;
  }

  /** Ends an argument or a macro where the token does. */
  private closes(token: Token): boolean {
    const inner = this.open[this.open.length - 1];
    if (!inner || token.kind !== 'symbol') {
      return false;
    }
    if (inner.depth === 0 && (token.text === ',' || token.text === ')')) {
      if (!inner.isBlank) {
        inner.args.push(inner.argument.join('').trim());
      }
      Object.assign(inner, { argument: [], isBlank: true });
      if (token.text === ')') {
        this.open.pop();
        this.expand(inner);
      }
      return true;
    }
    inner.depth += '([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0;
    return false;
  }

  private expand({ name, macro, args }: Open): void {
    if (args.length !== macro.arguments) {
      throw new UserError(macroArguments(name, macro.example, args.length), 'query');
    }
    const text = macro.expand(args, this.context);
    this.written += text.length;
    if (this.written > mostCharacters) {
      throw new UserError(expandedTooLong(mostCharacters / 1024), 'query');
    }
    this.write(text, true);
  }

  private write(text: string, isCode: boolean): void {
    const inner = this.open[this.open.length - 1];
    (inner?.argument ?? this.out).push(text);
    this.length += inner ? 0 : text.length;
    if (inner && isCode) {
      inner.isBlank = false;
    }
  }

  private nextCode(at: number): number {
    let next = at;
    while (this.tokens[next]?.kind === 'space' || this.tokens[next]?.kind === 'comment') {
      next++;
    }
    return next;
  }
}
