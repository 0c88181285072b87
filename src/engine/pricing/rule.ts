/** Whether a name, in lower case, is meant. */
export type Rule = (name: string) => boolean;

const never: Rule = () => false;

/**
 * A rule of the price table: alternatives with spaces between them, each of terms with `&` between them.
 * `=equals ^start $end ~contains /regex`; a lone `=` stands for the id. All but a regex go without case.
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

/** Compiled when first asked, since most are never. */
function regex(source: string): Rule {
  let compiled: RegExp | undefined;
  return (name) => (compiled ??= new RegExp(source)).test(name);
}
