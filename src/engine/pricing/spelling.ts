/** What may stand behind a model's name without meaning another model: a date, a version, `latest`. */
const date = String.raw`(?:20\d\d-?[01]\d-?[0-3]\d|[01]\d-?[0-3]\d|2\d[01]\d|[01]\d-20\d\d)`;
const suffix = new RegExp(`^(?:[-@:](?:${date}|latest|default|v\\d+|\\d{3})|:\\d+)*$`);

/** What may stand before it: a provider or a region, `us.anthropic.` or `anthropic/`. */
const prefix = /^(?:[a-z0-9_~-]+[./:])*$/;

/** OpenAI's fine-tunes end with the names of their owner and of their own: `ft:gpt-4o-mini-2024-07-18:acme::abc123`. */
const ofFineTune = /^[-\d]*(?::|$)/;

/**
 * Whether a name that a rule matches spells one of the names in the rule, and does not only begin like it: `gpt-4o-2024-08-06`
 * is `gpt-4o`, but `claude-sonnet-5-5` may be anything, as `gemini-3.8-flash-cyber` may.
 * @param rule as in the price table, `=equals ^start /regex`
 * @param name in lower case
 */
export function isSpelling(rule: string, id: string, name: string): boolean {
  const terms = rule.split(' ').flatMap((one) => one.split('&'));
  const names = [id, ...terms.flatMap((term) => (term.startsWith('/') ? [] : [term.slice(1)]))];
  return (
    names.some((known) => known !== '' && isSpelled(known.toLowerCase(), name)) ||
    terms.some((term) => /^\/\^.*\$$/.test(term) && new RegExp(term.slice(1)).test(name))
  );
}

function isSpelled(known: string, name: string): boolean {
  const at = name.indexOf(known);
  const [before, after] = [name.slice(0, at), name.slice(at + known.length)];
  return at >= 0 && prefix.test(before) && isKnownSuffix(known, after);
}

const isKnownSuffix = (known: string, after: string): boolean =>
  known.startsWith('ft:')
    ? ofFineTune.test(after)
    : suffix.test(after) && (isVersioned(known) || !/latest|default/.test(after));

/** Whether a name says its version, without which its latest one may be any: `gemini-pro-latest` is not the old `gemini-pro`. */
export const isVersioned = (name: string): boolean => /\d/.test(name);
