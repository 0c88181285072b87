import type { MatchLogic } from '@pydantic/genai-prices';

/**
 * Writes a rule as alternatives separated by spaces, each with terms separated by `&`:
 * `=equals ^start $end ~contains /regex`. A lone `=` stands for the model's own id.
 */
export function ruleText(rule: MatchLogic, id?: string): string {
  const alternatives = 'or' in rule ? rule.or : [rule];
  return alternatives.map((one) => ('and' in one ? one.and : [one]).map((part) => term(part, id)).join('&')).join(' ');
}

function term(rule: MatchLogic, id?: string): string {
  const [operator, value] =
    'equals' in rule
      ? ['=', rule.equals]
      : 'starts_with' in rule
        ? ['^', rule.starts_with]
        : 'ends_with' in rule
          ? ['$', rule.ends_with]
          : 'contains' in rule
            ? ['~', rule.contains]
            : 'regex' in rule
              ? ['/', rule.regex]
              : ['', ''];
  if (operator === '' || value === '' || /[\s&]/.test(value)) {
    throw new Error(`The price table format cannot represent the rule ${JSON.stringify(rule)}.`);
  }
  return operator === '=' && value === id ? '=' : operator + value;
}
