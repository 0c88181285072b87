import { parseRule, type Rule } from './rule.ts';

/** Finds the first rule of a list that matches a name. */
export type FirstFit = (name: string) => number | undefined;

/**
 * Looks up the plain names of rules in a map, because nearly all rules consist only of names: in sobek, trying each of the
 * 700 rules of one provider takes as long as the rest of a plan.
 */
export function firstFit(rules: readonly { text: string; id: string }[]): FirstFit {
  const byName = new Map<string, number>();
  const patterns: { index: number; fits: Rule }[] = [];
  rules.forEach(({ text, id }, index) => {
    const alternatives = text.split(' ');
    const isName = (one: string) => one.startsWith('=') && !one.includes('&');
    for (const one of alternatives.filter(isName)) {
      const name = (one.slice(1) || id).toLowerCase();
      byName.set(name, byName.get(name) ?? index);
    }
    const rest = alternatives.filter((one) => !isName(one));
    if (rest.length > 0) {
      patterns.push({ index, fits: parseRule(rest.join(' '), id) });
    }
  });
  return (name) => {
    const named = byName.get(name);
    const pattern = patterns.find(({ index, fits }) => (named === undefined || index < named) && fits(name));
    return pattern ? pattern.index : named;
  };
}
