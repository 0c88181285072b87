/**
 * The contract between the engine and whatever hosts it: the Go backend, the browser, Node.
 *
 *   host                                engine
 *    │  Call (JSON) ───────────────────▶ handle()
 *    │ ◀────────────────── { need, state }      run these statements, call again with the results
 *    │  the same Call + state + results ▶
 *    │ ◀────────────────────────── { done }     or { error }
 *
 * A host that remembers what a state needed sets `brief`, and is then sent only the state: the statements of a census are
 * a hundred kilobytes, and every query of a day needs the same ones.
 *
 * Everything in it is plain JSON, so that plans can be cached, compared and logged.
 * Times are epoch milliseconds, because that is what Grafana sends.
 */

/** A call of the host. `state` and `results` are those of the engine's last reply with `need`. */
export type Call = { brief?: boolean } & (
  | {
      op: 'query';
      query: unknown;
      request: Request;
      settings: HostSettings;
      state?: unknown;
      results?: StatementResult[];
    }
  | { op: 'health'; settings: HostSettings; state?: unknown; results?: StatementResult[] }
  | {
      op: 'resource';
      path: string;
      body: unknown;
      settings: HostSettings;
      state?: unknown;
      results?: StatementResult[];
    }
  | { op: 'explain'; failure: Failure }
);

/** A reply of the engine. With `byState`, the state alone determines what is needed, which is left out if the call is `brief`. */
export type Reply<Done> =
  { done: Done } | { need: Statement[]; state: unknown; byState?: true } | { error: EngineError };

/** The types of `done` by operation. */
export interface Answers {
  query: Plan;
  health: Health;
  resource: ResourceAnswer;
  explain: EngineError;
}

/** The origin, time range and resolution of a query. `fromAlert` is Grafana's `FromAlert: true` header. */
export interface Request {
  refId: string;
  from: number;
  to: number;
  intervalMs: number;
  maxDataPoints: number;
  fromAlert: boolean;
}

/** Data source settings as Grafana stores them, without secrets. */
export interface HostSettings {
  url: string;
  database: string;
  user: string;
  jsonData: Record<string, unknown>;
}

/**
 * A ClickHouse statement. `params` are sent as `param_<name>` and used as `{name:Type}`; values already have ClickHouse's
 * text format. With `cacheSeconds`, the host may use an answer of that age to the same text, params and settings; up to
 * `staleSeconds` it may use it as well, if it then runs the statement again for later calls. It forgets an answer without
 * rows sooner.
 */
export interface Statement {
  sql: string;
  params: Record<string, string>;
  settings: Record<string, string | number>;
  cacheSeconds?: number;
  staleSeconds?: number;
}

/** The result of a statement that the engine itself needs, which is small JSON. The engine handles failures. */
export type StatementResult = Answer | { ok: false; failure: Failure };

export interface Answer {
  ok: true;
  columns: string[];
  rows: unknown[][];
}

/**
 * A failure in the host's terms, which `explain()` turns into an error for the user.
 *
 * `phase` says where it happened; `status` is the HTTP status and `code` the ClickHouse exception code, 0 if there is none.
 * `excerpt` is the server's own message, at most 2 KiB, with every secret of the settings already replaced.
 */
export interface Failure {
  phase:
    | 'settings'
    | 'connect'
    | 'tls'
    | 'send'
    | 'status'
    | 'body'
    | 'decode'
    | 'shape'
    | 'limit'
    | 'deadline'
    | 'cancelled'
    | 'engine';
  status: number;
  code: number;
  excerpt: string;
  /** For `limit`, which one (`rows`, `bytes`, `series`, `memory`, `queue`) and its value. For `decode`, the column. */
  detail?: Record<string, string | number>;
}

export type ErrorCategory = 'auth' | 'network' | 'tls' | 'timeout' | 'config' | 'query' | 'limit' | 'server' | 'plugin';

/** An error for the user: what happened and what to do. `status` is an HTTP status for Grafana's DataResponse. */
export interface EngineError {
  category: ErrorCategory;
  source: 'plugin' | 'downstream';
  status: number;
  message: string;
}

/** What to run, and how to turn the answer into frames. It is byte-identical in Node and the backend for the same Call. */
export interface Plan {
  statement: Statement;
  frame: FramePlan;
  limits: Limits;
  notices: Notice[];
  /** The frame's `meta.custom`: the window used, the saved query's version, the price table's version. */
  meta: Record<string, unknown>;
}

export interface Notice {
  severity: 'info' | 'warning';
  text: string;
}

/** Limits on an answer. Beyond them, a panel gets what fits and a notice, and an alert gets an error. */
export interface Limits {
  rows: number;
  bytes: number;
  series: number;
  onExceeded: 'notice' | 'error';
}

/**
 * Describes how the answer's columns become frames. `columns` are in the answer's order.
 *
 * - `table`: one frame, one field per column.
 * - `numeric-long`: one frame; labels are string columns, and exactly one value is shown (see ColumnPlan.role `skip`).
 * - `timeseries-multi`: one frame per label set and value column; rows are ordered by (labels, time).
 *
 * An empty answer is one typed frame without fields, for every type.
 */
export interface FramePlan {
  type: 'table' | 'numeric-long' | 'timeseries-multi';
  preferredVisualisation?: 'graph' | 'table' | 'logs' | 'trace';
  /** The id of the panel plugin that Explore uses to draw it, if Explore has no view of its own. */
  preferredPanel?: 'heatmap';
  columns: ColumnPlan[];
}

/**
 * A column of the answer. The statement itself casts every column to a type that Grafana can read as it is
 * (Int8-64, UInt8-64, Float32/64, String, Bool, DateTime64(9)), so a host never converts a value.
 */
export interface ColumnPlan {
  name: string;
  role: 'time' | 'label' | 'value' | 'field' | 'skip';
  /** Whether a String column contains JSON text, which becomes a JSON field in Grafana. */
  json?: boolean;
  /** Grafana's FieldConfig: unit, displayNameFromDS, decimals, description, links. */
  config?: Record<string, unknown>;
}

export interface Health {
  status: 'ok' | 'error';
  message: string;
  details: Record<string, unknown>;
}

export interface ResourceAnswer {
  status: number;
  body: unknown;
}
