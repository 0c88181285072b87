import { UserError } from '../errors.ts';
import { macroArguments, unknownMacro } from '../messages.ts';
import { macros, type MacroContext } from './macros.ts';
import { tokenize, type Token } from './tokenize.ts';

/** Expands every macro, also in the arguments of another; strings, comments and quoted identifiers stay unchanged. */
export function expandMacros(sql: string, context: MacroContext): string {
  return expand(tokenize(sql), context);
}

function expand(tokens: readonly Token[], context: MacroContext): string {
  let out = '';
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || token.kind !== 'word' || !token.text.startsWith('$__')) {
      out += token?.text ?? '';
      continue;
    }
    const macro = Object.keys(macros).includes(token.text) ? macros[token.text] : undefined;
    if (!macro) {
      throw new UserError(unknownMacro(token.text, Object.keys(macros)), 'query');
    }
    const { args, end } = macro.arguments > 0 ? readArguments(tokens, at + 1) : skipEmptyArguments(tokens, at + 1);
    if (args.length !== macro.arguments) {
      throw new UserError(macroArguments(token.text, macro.example, args.length), 'query');
    }
    out += macro.expand(
      args.map((arg) => expand(arg, context).trim()),
      context
    );
    at = end - 1;
  }
  return out;
}

interface Arguments {
  args: Token[][];
  /** Index of the first token after the arguments. */
  end: number;
}

/** Reads the arguments of a call, if the next token that is not a space is an opening parenthesis. */
function readArguments(tokens: readonly Token[], start: number): Arguments {
  const open = tokens.findIndex((token, index) => index >= start && token.kind !== 'space' && token.kind !== 'comment');
  if (tokens[open]?.text !== '(') {
    return { args: [], end: start };
  }
  const args: Token[][] = [[]];
  let depth = 0;
  for (let at = open + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) {
      break;
    }
    if (depth === 0 && token.text === ')') {
      return { args: args.filter((arg) => arg.some((part) => part.kind !== 'space')), end: at + 1 };
    }
    if (depth === 0 && token.text === ',') {
      args.push([]);
      continue;
    }
    depth += token.kind !== 'symbol' ? 0 : '([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0;
    args[args.length - 1]?.push(token);
  }
  return { args: [], end: start };
}

/** Reads `$__fromTime()` as `$__fromTime`. */
function skipEmptyArguments(tokens: readonly Token[], start: number): Arguments {
  const { args, end } = readArguments(tokens, start);
  return { args: [], end: args.length === 0 ? end : start };
}
