/** What is replaced: `[e-mail]` stands where an address was. What the first group of an expression matches stays. */
export interface Redaction {
  name: string;
  /** An RE2 expression, which is read in linear time, whatever the text. */
  pattern: string;
}

/** A line break or another character as JSON escapes it, whose letters are no part of what follows. */
const escaped = '\\\\(?:[nrtbf]|u[0-9a-fA-F]{4})';
/** What may stand before: the beginning of a word, that of a number (neither within a word nor after a point of decimals), anything. */
const word = `(\\b|${escaped})`;
const digits = `(^|[^\\w.+]|[^0-9]\\.|${escaped})`;
const anything = `((?:${escaped})?)`;

const oneOf = (...patterns: readonly string[]): string => `(?:${patterns.join('|')})`;

/** Keys that are random, behind a prefix: at least three digits tell `sk-1f5…` from the words of `sk-learn-pipelines`. */
const withDigits = '(?:[A-Za-z_-]{0,40}[0-9]){3,}[A-Za-z0-9_-]*';

/** All that follows is the key if the text was cut before its end. */
const privateKey =
  '-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\\z)';
const keys = [
  '[srp]k[-_](?:proj|ant|or|live|test|admin|svcacct|lf)[-_][A-Za-z0-9_-]{10,}',
  `[srp]k[-_](?:[A-Za-z0-9]{20,}|${withDigits})`,
  'gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:sa|pat|c)[_-][A-Za-z0-9_-]{20,}',
  '(?:AKIA|ASIA)[0-9A-Z]{16}\\b|AIza[0-9A-Za-z_-]{30,}|ya29\\.[A-Za-z0-9_-]{20,}|SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}',
  'xox[abeprs]-[A-Za-z0-9-]{10,}|(?:hf|gsk|r8|npm|whsec|dop_v1|lsv2_[a-z]{2})_[A-Za-z0-9_]{20,}|(?:xai|pplx|nvapi|tvly)-[A-Za-z0-9_-]{20,}',
  'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*',
  '(?i:bearer|basic)\\s+(?:[A-Za-z._~+/=-]{0,40}[0-9]){2,}[A-Za-z0-9._~+/=-]*',
];

/** Quotes may be escaped, as they are in JSON within JSON. */
const quotes = '(?:[\\\\"\']|u002[27])*';
const secrets = [
  `(?i:passw(?:or)?d|passphrase|secret|credential|api[_-]?key|(?:access|account|private)[_-]?key|(?:access|auth|refresh|id|session|bearer)[_-]?token)` +
    `(?i:[_-][a-z0-9_-]{1,40})?${quotes}\\s*(?:[:=]|\\\\u003d)\\s*${quotes}[^\\s\\\\"',;}]{6,}`,
  // A password in an address: `postgres://app:…@db`.
  '://[^\\s/:@"\'\\\\]{1,100}:[^\\s/@"\'\\\\]{1,200}@',
];

/** Numbers of Visa, Mastercard, JCB, UnionPay and others, of American Express, and of Diners Club, in their groups or in one. */
const cards = [
  '(?:4[0-9]{3}|5[0-8][0-9]{2}|6[0-9]{3}|2[2-7][0-9]{2}|35[2-8][0-9])(?:[ -]?[0-9]{4}){3}',
  '3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}',
  '3(?:0[0-5]|[68][0-9])[0-9][ -]?[0-9]{6}[ -]?[0-9]{4}',
];

/**
 * Latin, Greek and Cyrillic: others are written without spaces, so that what stands beside an address would go with it. Letters of
 * all scripts, so many times at most, took a hundred times as long as those without a bound.
 */
const letters = 'A-Za-z\\x{C0}-\\x{24F}\\x{370}-\\x{52F}';

const ibanCountries =
  'A[DELTZ]|B[AEGHIRY]|C[HRYZ]|D[EJKO]|E[EGS]|F[IKOR]|G[BEGILRT]|H[NRU]|I[ELQST]|JO|K[WZ]|L[BCITUVY]|M[CDEKNRTU]|N[ILO]|OM|P[KLST]|QA|R[OSU]|S[ACDEIKMOTV]|T[LNR]|UA|V[AG]|XK|YE';

/** What is found by its form in what is shown, in this order. */
export const builtInRedactions: readonly Redaction[] = [
  { name: 'key', pattern: anything + privateKey },
  { name: 'key', pattern: word + oneOf(...keys) },
  { name: 'secret', pattern: anything + oneOf(...secrets) },
  {
    name: 'e-mail',
    pattern: `${anything}[0-9${letters}._%+-]+(?:@|%40|\\\\u0040)(?:[0-9${letters}-]+\\.)+[${letters}]{2,24}`,
  },
  { name: 'iban', pattern: `${word}(?:${ibanCountries})[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\\b` },
  { name: 'card', pattern: `${digits}${oneOf(...cards)}\\b` },
  {
    name: 'phone',
    // With a country code, or as North America writes it.
    pattern: `${digits}(?:\\+[1-9][0-9]{0,2}(?:[ ()/-]{0,2}[0-9]){6,14}|\\+[1-9][0-9]{0,2}(?:\\.[0-9]{2,4}){2,5}|(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4})\\b`,
  },
];

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
