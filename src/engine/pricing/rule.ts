/** Whether the rule matches a name, in lower case. */
export type Rule = (name: string) => boolean;

const never: Rule = () => false;

/**
 * Parses a rule of the price table: alternatives separated by spaces, each with terms separated by `&`.
 * Terms are `=equals ^start $end ~contains /regex`; a lone `=` stands for the id. All but a regex ignore case.
 */
export function parseRule(text: string, id = ''): Rule {
  const alternatives = text === '' ? [] : text.split(' ').map((terms) => all(terms.split('&').map((t) => term(t, id))));
  return alternatives.length === 0 ? never : (name) => alternatives.some((matches) => matches(name));
}

function all(terms: readonly Rule[]): Rule {
  return (name) => terms.every((matches) => matches(name));
}

function term(text: string, id: string): Rule {
  const value = text.slice(1).toLowerCase();
  switch (text[0]) {
    case '=':
      return (name) => name === (value || id.toLowerCase());
    case '^':
      return (name) => name.startsWith(value);
    case '$':
      return (name) => name.endsWith(value);
    case '~':
      return (name) => name.includes(value);
    default:
      return regex(text.slice(1));
  }
}

/** Compiles the expression on first use, because most are never used. */
function regex(source: string): Rule {
  let compiled: RegExp | undefined;
  return (name) => (compiled ??= new RegExp(source)).test(name);
}
