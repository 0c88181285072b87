import type { EngineError, ErrorCategory, Failure } from './host.ts';
import { rangeThatPasses } from './passing.ts';

interface Rule {
  category: ErrorCategory;
  next: string;
}

/** Maps ClickHouse exception codes to what the user can do about them. Source: ClickHouse, src/Common/ErrorCodes.cpp. */
const byCode: Record<number, Rule> = {
  6: { category: 'query', next: 'Use a function that accepts text it cannot parse, such as toFloat64OrNull.' },
  36: { category: 'query', next: 'Correct the arguments named in the message.' },
  42: { category: 'query', next: 'Correct the number of arguments of the function named in the message.' },
  43: { category: 'query', next: 'Cast the column to the type that the function expects.' },
  46: { category: 'query', next: 'Check the function name, or update the ClickHouse server.' },
  47: { category: 'query', next: 'Check the column name in the query, and the table it reads.' },
  53: { category: 'query', next: 'Cast the compared columns to the same type.' },
  60: { category: 'config', next: 'Check the table names in the data source’s settings or in the query.' },
  62: { category: 'query', next: 'Correct the SQL at the position given in the message.' },
  63: { category: 'query', next: 'Check the function name, or update the ClickHouse server.' },
  70: { category: 'query', next: 'Cast to a type the value can be converted to.' },
  81: { category: 'config', next: 'Check the database name in the data source’s settings.' },
  115: { category: 'config', next: 'Update the ClickHouse server, or remove the setting from the query.' },
  158: { category: 'limit', next: 'Choose a shorter time range, or raise max_rows_to_read for this user.' },
  159: { category: 'timeout', next: 'Choose a shorter time range or fewer groups.' },
  160: { category: 'timeout', next: 'Choose a shorter time range or fewer groups.' },
  164: {
    category: 'config',
    next: 'The user is read-only: use SELECT, or allow the user to change the setting named in the message.',
  },
  179: { category: 'query', next: 'Give each column a unique name with AS.' },
  184: { category: 'query', next: 'Move the inner aggregate into a subquery.' },
  192: { category: 'auth', next: 'Check the user in the data source’s settings.' },
  193: { category: 'auth', next: 'Check the password in the data source’s settings.' },
  194: { category: 'auth', next: 'Set the password in the data source’s settings.' },
  201: { category: 'limit', next: 'The user’s quota is exhausted: wait, or raise it in ClickHouse.' },
  202: {
    category: 'server',
    next: 'ClickHouse is running too many queries at once: try again, or raise max_concurrent_queries.',
  },
  209: { category: 'network', next: 'Try again, and check the load on the ClickHouse server.' },
  210: { category: 'network', next: 'Check that the ClickHouse server is running.' },
  215: { category: 'query', next: 'Add the column named in the message to GROUP BY, or aggregate it.' },
  241: {
    category: 'limit',
    next: 'Choose a shorter time range or fewer groups, or raise max_memory_usage for this user.',
  },
  307: { category: 'limit', next: 'Choose a shorter time range, or raise max_bytes_to_read for this user.' },
  386: { category: 'query', next: 'Cast the values named in the message to the same type.' },
  394: { category: 'timeout', next: 'The query was cancelled: try again.' },
  396: { category: 'limit', next: 'Request fewer rows, or raise max_result_rows for this user.' },
  407: {
    category: 'query',
    next: 'A number or time is out of range for its type; times must be between 1678 and 2262. Filter it out, or cast it with toString.',
  },
  427: { category: 'query', next: 'Correct the regular expression; ClickHouse uses RE2 syntax.' },
  456: { category: 'query', next: 'Remove the {name:Type} parameter named in the message: only from and to are set.' },
  497: { category: 'auth', next: 'Grant the user SELECT on the data source’s tables.' },
  516: { category: 'auth', next: 'Check the user and password in the data source’s settings.' },
};

/** How ClickHouse says, as an error of syntax, that a statement is longer than max_query_size. */
const tooLong = /Max query size exceeded/;
const ofLength: Rule = {
  category: 'limit',
  next: 'The statement is longer than this user may send: an administrator of ClickHouse must raise max_query_size in the user’s profile to 4194304, or let the user change it.',
};

const byStatus: Record<number, Rule> = {
  401: byCode[516] ?? { category: 'auth', next: '' },
  403: byCode[516] ?? { category: 'auth', next: '' },
  404: {
    category: 'config',
    next: 'Check the URL in the data source’s settings: it must point to ClickHouse’s HTTP interface, such as http://clickhouse:8123.',
  },
  408: byCode[159] ?? { category: 'timeout', next: '' },
  413: {
    category: 'limit',
    next: 'The query is too large for the server or a proxy in front of it: use fewer filter values.',
  },
  429: {
    category: 'server',
    next: 'Too many requests: try again, or raise the limit of the proxy in front of ClickHouse.',
  },
};

const otherCode: Rule = {
  category: 'server',
  next: 'Change the query as the message suggests, or check the ClickHouse log.',
};

/** Says what happened, and what to do, for a failure without a ClickHouse code. */
const byPhase: Record<Failure['phase'], Rule & { what: string }> = {
  settings: {
    category: 'config',
    what: 'The data source’s settings are not usable',
    next: 'Correct them in the data source’s settings.',
  },
  connect: {
    category: 'network',
    what: 'ClickHouse cannot be reached',
    next: 'Check the URL in the data source’s settings, and that the server is running and reachable from Grafana.',
  },
  tls: {
    category: 'tls',
    what: 'The TLS connection to ClickHouse failed',
    next: 'Check the CA certificate, the client certificate and the server name in the data source’s settings.',
  },
  send: {
    category: 'network',
    what: 'The connection broke while the query was being sent',
    next: 'Try again, and check any proxies between Grafana and ClickHouse.',
  },
  status: {
    category: 'server',
    what: 'The server refused the query',
    next: 'Check that the URL points to ClickHouse’s HTTP interface, and check any proxies in front of it.',
  },
  body: {
    category: 'server',
    what: 'The response ended before it was complete',
    next: 'Try again, and check the ClickHouse log and any proxies in front of it.',
  },
  decode: {
    category: 'server',
    what: 'The response could not be read',
    next: 'Check that the URL points to the HTTP interface of ClickHouse 24.8 or later.',
  },
  shape: {
    category: 'query',
    what: 'The result does not match the query’s format',
    next: 'Check the columns of the query.',
  },
  limit: {
    category: 'limit',
    what: 'The result is larger than allowed',
    next: 'Choose a shorter time range, fewer groups or top N, or raise the limit in the data source’s settings.',
  },
  deadline: {
    category: 'timeout',
    what: 'The query timed out',
    next: 'Choose a shorter time range or fewer groups.',
  },
  cancelled: { category: 'timeout', what: 'The query was cancelled', next: 'Run it again if you still need it.' },
  readonly: {
    category: 'config',
    what: 'SQL queries are refused, because the ClickHouse user may write and the server does not let it set readonly',
    next: 'An administrator of ClickHouse must give the user the setting readonly = 2, or let it change readonly. Other queries are not affected.',
  },
  engine: {
    category: 'plugin',
    what: 'The query engine stopped',
    next: 'Try again: an overloaded machine is the usual cause. On an idle one, please report it, with the query’s JSON.',
  },
};

const statusOf: Record<ErrorCategory, number> = {
  auth: 401,
  network: 502,
  tls: 502,
  timeout: 504,
  config: 400,
  query: 400,
  limit: 422,
  server: 502,
  plugin: 500,
};

const mostOfLabels = 200;

/** Says in words which rows Grafana could not tell apart, where that is the failure. */
function rowsAlike({ phase, detail }: Failure): string | undefined {
  const labels = detail?.['duplicate'];
  if (phase !== 'shape' || labels === undefined) {
    return undefined;
  }
  const shown = String(labels);
  return shown === ''
    ? 'The result has several rows without labels, but a rule needs one number, or a label that differs in every row. Return one row, or add a text column that tells the rows apart, such as toString(code) AS code.'
    : `The result has several rows with the same labels: ${shown.length > mostOfLabels ? `${shown.slice(0, mostOfLabels)}...` : shown}. Group by these columns, or add a text column that tells the rows apart, such as toString(code) AS code.`;
}

/** Turns a failure into an error for the user. Everything caused by ClickHouse, or on the way to it, is `downstream`. */
export function explain(failure: Failure): EngineError {
  const phase = byPhase[failure.phase];
  const rule =
    (tooLong.test(failure.excerpt) ? ofLength : undefined) ??
    byCode[failure.code] ??
    (failure.code ? otherCode : undefined) ??
    (failure.phase === 'status' ? byStatus[failure.status] : undefined) ??
    phase;
  const what = failure.code ? `ClickHouse returned error ${failure.code}` : phase.what;
  const detail = detailOf(failure);
  const passes = windowThatPasses(failure);
  return {
    category: rule.category,
    source: rule.category === 'plugin' ? 'plugin' : 'downstream',
    status: statusOf[rule.category],
    message: rowsAlike(failure) ?? `${what}${detail ? `: ${detail}` : ''}. ${rule.next}${passes ? ` ${passes}` : ''}`,
  };
}

const scales: Record<string, number> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Says which window the server would read, where it refused one as too long: "max rows: 1.00 million, current rows: 4.20 million". */
function windowThatPasses({ excerpt, detail }: Failure): string {
  const numbers = /max (?:rows|bytes): ([\d.]+)(?: (\w+))?, current (?:rows|bytes): ([\d.]+)(?: (\w+))?/.exec(excerpt);
  const seconds = Number(detail?.['windowSeconds'] ?? 0);
  if (!numbers || seconds <= 0) {
    return '';
  }
  const [, most, mostUnit = '', current, currentUnit = ''] = numbers;
  const share = (Number(most) * (scales[mostUnit] ?? 1)) / (Number(current) * (scales[currentUnit] ?? 1));
  return rangeThatPasses(seconds, share);
}

function detailOf(failure: Failure): string {
  const told = Object.entries(failure.detail ?? {}).filter(([name]) => name !== 'windowSeconds');
  const facts = told.map(([name, value]) => `${name} ${value}`);
  const status =
    failure.phase === 'status' && failure.code === 0 && failure.status > 0 ? [`HTTP ${failure.status}`] : [];
  return [...status, ...facts, withoutLongTexts(withoutFrame(failure.excerpt))].filter(Boolean).join(', ');
}

/** Strips code, prefix, version and full stop from a message: "Code: 60. DB::Exception: Unknown table. (UNKNOWN_TABLE) (version 25.3)". */
function withoutFrame(excerpt: string): string {
  return excerpt
    .trim()
    .replace(/^Code: \d+\. /, '')
    .replace(/^DB::Exception: /, '')
    .replace(/ \(version [^()]*(?:\([^()]*\))?[^()]*\)$/, '')
    .replace(/[.\s]+$/, '');
}

/** Drops long quoted texts, which may be a prompt: "Cannot parse string 'You are ...' as Float64". The excerpt may end inside one. */
function withoutLongTexts(excerpt: string): string {
  return excerpt.replace(/'(?:[^'\\]|\\.)*(?:'|$)/gs, (quoted) => (quoted.length > 80 ? "'...'" : quoted));
}
