/**
 * The contract between the engine and whatever hosts it: the Go backend, the browser, Node.
 *
 *   host                                engine
 *    │  Call (JSON) ───────────────────▶ handle()
 *    │ ◀────────────────── { need, state }      run these statements, call again with the results
 *    │  the same Call + state + results ▶
 *    │ ◀────────────────────────── { done }     or { error }
 *
 * A host that remembers what a state needed asks in brief, and is then told the state alone: the statements of a census are
 * a hundred kilobytes, and every query of a day needs the same.
 *
 * Everything on it is plain JSON, so that plans can be cached, compared and logged.
 * Times are epoch milliseconds, because that is what Grafana sends.
 */

/** What a host asks. `state` and `results` are given back as the engine's last `need` asked for them. */
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

/** With `byState` the state alone tells what is needed, whatever the call: it is left out where the call is `brief`. */
export type Reply<Done> =
  { done: Done } | { need: Statement[]; state: unknown; byState?: true } | { error: EngineError };

/** Done of `query` is a Plan, of `health` a Health, of `resource` a ResourceAnswer, of `explain` an EngineError. */
export interface Answers {
  query: Plan;
  health: Health;
  resource: ResourceAnswer;
  explain: EngineError;
}

/** Who asks, when, and how finely. `fromAlert` is Grafana's `FromAlert: true` header. */
export interface Request {
  refId: string;
  from: number;
  to: number;
  intervalMs: number;
  maxDataPoints: number;
  fromAlert: boolean;
}

/** Data source settings as Grafana stores them, less every secret. */
export interface HostSettings {
  url: string;
  database: string;
  user: string;
  jsonData: Record<string, unknown>;
}

/**
 * One ClickHouse statement. `params` are sent as `param_<name>` and used as `{name:Type}`; values are already in
 * ClickHouse's text form. With `cacheSeconds` the host may answer from an earlier run of the same text, params and settings
 * of that age; up to `staleSeconds` it may too, if it then runs the statement again for those who ask next. An answer
 * without rows it forgets sooner.
 */
export interface Statement {
  sql: string;
  params: Record<string, string>;
  settings: Record<string, string | number>;
  cacheSeconds?: number;
  staleSeconds?: number;
}

/** Answer to a statement that the engine itself needs: small, so it is JSON. Failures are the engine's to judge. */
export type StatementResult = Answer | { ok: false; failure: Failure };

export interface Answer {
  ok: true;
  columns: string[];
  rows: unknown[][];
}

/**
 * What a host could not do, in the host's words; `explain()` turns it into the user's words.
 *
 * `phase` says where it happened; `status` is the HTTP status and `code` the ClickHouse exception code, 0 where there is none.
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
  /** For `limit`: which one (`rows`, `bytes`, `series`, `memory`, `queue`) and its value. For `decode`: the column. */
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

/** What to run and how to make frames of the answer. Byte-identical in Node and in the backend for the same Call. */
export interface Plan {
  statement: Statement;
  frame: FramePlan;
  limits: Limits;
  notices: Notice[];
  /** Goes into the frame's `meta.custom`: the window used, the saved query's version, the price table's version. */
  meta: Record<string, unknown>;
}

export interface Notice {
  severity: 'info' | 'warning';
  text: string;
}

/** Caps on an answer. Over a cap a panel gets what fits and a notice; an alert gets an error. */
export interface Limits {
  rows: number;
  bytes: number;
  series: number;
  onExceeded: 'notice' | 'error';
}

/**
 * How the answer's columns become frames. `columns` are in the answer's order.
 *
 * - `table`: one frame, one field per column.
 * - `numeric-long`: one frame; labels are string columns, exactly one value is shown (see ColumnPlan.role `skip`).
 * - `timeseries-multi`: one frame per label set and value column; rows come ordered by (labels, time).
 *
 * An empty answer is one typed frame without fields, whatever the type.
 */
export interface FramePlan {
  type: 'table' | 'numeric-long' | 'timeseries-multi';
  preferredVisualisation?: 'graph' | 'table' | 'logs' | 'trace';
  /** The id of the panel plugin that Explore draws it with, where it has no view of its own for it. */
  preferredPanel?: 'heatmap';
  columns: ColumnPlan[];
}

/**
 * One column of the answer. The statement itself casts every column to a type that Grafana reads as it is
 * (Int8-64, UInt8-64, Float32/64, String, Bool, DateTime64(9)), so a host never converts a value.
 */
export interface ColumnPlan {
  name: string;
  role: 'time' | 'label' | 'value' | 'field' | 'skip';
  /** A String column that holds JSON text: Grafana gets it as a JSON field. */
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
