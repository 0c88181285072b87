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

/** A call that the engine may answer with what it needs. `state` and `results` are those of its last answer. */
interface Turn {
  settings: HostSettings;
  /** Epoch milliseconds: the engine's only clock. It is ClickHouse's where that of the host is another. */
  now: number;
  state?: unknown;
  results?: StatementResult[];
}

/** What a host asks. */
export type Call = { brief?: boolean } &
  /** With `unseen`, an answer to this query had rows of what the lookups had not seen, so that they must be younger. */
  (
    | ({ op: 'query'; query: unknown; request: Request; unseen?: boolean } & Turn)
    /**
     * `clockOffset` is how many milliseconds ClickHouse's clock is ahead of the host's. `mayWrite` says that the user is not
     * read-only and may not set `readonly`, either.
     */
    | ({ op: 'health'; clockOffset?: number; mayWrite?: boolean } & Turn)
    | ({ op: 'resource'; path: string; body: unknown } & Turn)
    /** Makes one result of those that a `need` with `unite` was answered. */
    | { op: 'unite'; settings: HostSettings; results: StatementResult[] }
    | { op: 'explain'; failure: Failure }
  );

/** What the engine answers: it is done, or has failed, or needs the results of statements first. */
export type Reply<Done> = { done: Done } | Need | { error: EngineError };

interface Need {
  need: Statement[];
  state: unknown;
  /** Says that `need` follows from the state alone, so that a call that is `brief` is answered without it. */
  byState?: true;
  /** Lets the host give back what the call `unite` makes of the results, and ask for it only once for the same results. */
  unite?: true;
}

/** Done of `query` is a Plan, of `health` a Health, of `resource` a ResourceAnswer, of `unite` an Answer, of `explain` an EngineError. */
export interface Answers {
  unite: Answer;
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
  /** Who asks, with the role in the organization: `Viewer`, `Editor`, `Admin`, or another that may do nothing. Left out if nobody is known. */
  user?: { login: string; role: string } | undefined;
}

/** Data source settings as Grafana stores them, without secrets. */
export interface HostSettings {
  url: string;
  database: string;
  user: string;
  jsonData: Record<string, unknown>;
  /** The data source's own, which the queries of a replayed rule must name. A host without data sources has none. */
  uid?: string;
}

/**
 * One ClickHouse statement, which only reads: a host sends it with `readonly` where it may.
 *
 * A statement whose `settings` contain `readonly` is a user's: a host does not send it where the server would let it write.
 * Of such a statement the engine asks only for the types, which follow from its text and settings alone.
 */
export interface Statement {
  sql: string;
  /** Are sent as `param_<name>` and used as `{name:Type}`; values are already in ClickHouse's text form. */
  params: Record<string, string>;
  settings: Record<string, string | number>;
  /**
   * Lets the host answer from a run of the same text, params and settings that is no older. It forgets an answer without rows
   * sooner.
   */
  cacheSeconds?: number;
  /** Lets it answer from a run that is no older than this, too, if it then runs the statement again for those who ask next. */
  staleSeconds?: number;
  /** Has it wait this long for the new answer before it gives a stale one. */
  waitSeconds?: number;
  /** Says that the answer has parts that are kept one by one, such as days. */
  slices?: {
    /** Lists the keys as an Array(Int64). A host may ask for those alone that it does not remember. */
    parameter: string;
    /** Tells whose a row is. */
    column: string;
    keys: number[];
    /**
     * Has a key without rows asked again soon in any case. Without it, a key is not if another statement of the same `need`
     * has rows of it: a day with spans may have no tools, but its scores may come later.
     */
    apart?: true;
  };
  /**
   * Says that it asks about the very statement of a query, such as how much that would read. Its answer follows from the
   * parameters, too, also for a user's; it takes the place of that statement and ends with whoever asked.
   */
  ofQuery?: true;
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
    | 'engine'
    /** The statement was not sent: it sets `readonly`, and the server would have let it write. */
    | 'readonly';
  status: number;
  code: number;
  excerpt: string;
  /**
   * For `limit`, which one (`rows`, `bytes`, `series`, `memory`, `queue`) and its value. For `decode`, the column.
   * `windowSeconds` is the length of the plan's window.
   */
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
  /** The column that counts rows of what the lookups had not seen: where there are any, a host may ask again, with `unseen`. */
  unseen?: string;
  /** Set where prompts or answers may be among the answer: what the host writes to its log, with who asked. It holds no content. */
  audit?: Record<string, string>;
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
  preferredVisualisation?: 'graph' | 'table' | 'logs' | 'trace' | 'nodeGraph';
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
