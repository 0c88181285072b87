/**
 * What is replaced in prompts and answers before they are shown, as RE2 expressions, in this order: `[e-mail]` stands where
 * an address was. Each is read in linear time, whatever the text.
 */
export const builtInRedactions = [
  {
    name: 'key',
    pattern:
      '-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?|' +
      // Keys of providers and tokens of services: `sk-proj-…`, `ghp_…`, `AKIA…`, a JWT.
      '\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_[A-Za-z0-9_]{20,}|' +
      '\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\\bAIza[0-9A-Za-z_-]{30,}|\\bxox[abeprs]-[A-Za-z0-9-]{10,}|\\bgl(?:sa|pat|c)[_-][A-Za-z0-9_-]{20,}|' +
      '\\bhf_[A-Za-z0-9]{20,}|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*|' +
      '(?i:bearer)\\s+[A-Za-z0-9._~+/=-]{16,}',
  },
  {
    // `"api_key": "…"`, `password=…`; quotes may be escaped, as they are in JSON within JSON.
    name: 'secret',
    pattern:
      '(?i:\\b(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret))[\\\\"\']*\\s*[:=]\\s*[\\\\"\']*[^\\s\\\\"\',;}]{6,}',
  },
  { name: 'e-mail', pattern: '[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})*\\.[A-Za-z]{2,24}' },
  { name: 'iban', pattern: '\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\\b' },
  // The first digit of a card is 2 to 6, so that milliseconds since 1970 are none.
  { name: 'card', pattern: '\\b[2-6](?:[ -]?[0-9]){12,18}\\b' },
  { name: 'phone', pattern: '\\+[0-9]{1,3}[0-9 ().-]{6,16}[0-9]|\\(?\\b[0-9]{3}\\)?[ .-][0-9]{3}[ .-][0-9]{4}\\b' },
] as const;

/** What ClickHouse's expressions lack, which are RE2: they would make time grow with more than the text's length. */
const unknownToRe2 = /\(\?(?:[=!]|<[=!]|>)|\\[1-9]|\(\?P=/;

/** Whether an expression can be one of RE2: ClickHouse has the last word. */
export const mayBeRe2 = (pattern: string): boolean => !unknownToRe2.test(pattern) && isClosed(pattern);

function isClosed(pattern: string): boolean {
  try {
    // `(?i:…)`, `(?s)` and `(?P<name>…)` are RE2's own.
    return (
      new RegExp(pattern.replace(/\(\?(?:P<\w+>|[imsU-]+:)/g, '(').replace(/\(\?[imsU-]+\)/g, '')) instanceof RegExp
    );
  } catch {
    return false;
  }
}
