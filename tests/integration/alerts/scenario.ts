import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import type { Rows } from '../engine/canonical.ts';
import { log, span } from '../engine/rows.ts';

/** The tick at which rules are evaluated, and the end of its window, which is the data source's delay earlier. */
export const tick = Date.UTC(2026, 2, 20, 12, 0);
export const windowEnd = tick - 120_000;

const day = 86_400_000;
const hour = 3_600_000;

/** The traffic of one label set, and whether the rule fires for it. Those named `edge` meet a number exactly. */
export interface Scenario {
  fires: boolean;
  rows: (traffic: Traffic, label: string) => void;
}

/** Scenarios by name, which is a value of the given dimension. */
export interface Scenarios {
  by: string;
  /** What ends an alert of a rule that keeps its state without data. */
  recovers?: Scenario['rows'];
  scenarios: Record<string, Scenario>;
}

/** The properties of a call; times are in seconds. */
export interface Call {
  feature?: string;
  team?: string;
  provider?: string;
  model?: string;
  service?: string;
  seconds?: number;
  firstToken?: number;
  cost?: number | null;
  input?: number | null;
  output?: null;
  cached?: number;
  /** The `error.type` of a failed call. */
  error?: string;
  promptVersion?: string;
  scores?: Record<string, number>;
  /** Who gave them, as `name@version`. */
  evaluator?: string;
}

export type Each<Value> = Value | ((index: number) => Value);
const of = <Value>(each: Each<Value>, index: number): Value =>
  typeof each === 'function' ? (each as (index: number) => Value)(index) : each;

/** Writes rows evenly over the rule's window and its baseline windows. */
export class Traffic {
  readonly rows: Rows = { spans: [], logs: [] };
  private readonly window: number;
  private readonly offset: number;

  /** `offset` is the number of milliseconds by which everything is moved. */
  constructor(rule: AlertRule, offset = 0) {
    this.window = rule.window * 1000;
    this.offset = offset;
  }

  /** Adds calls in the window. */
  now(count: number, call: Each<Call>): void {
    this.at(this.inWindow(count), (at, index) => this.call(at, of(call, index)));
  }

  /** Adds calls in each baseline window, at the same hours of the previous seven days. */
  before(count: number, call: Each<Call>): void {
    this.at(this.daysBefore(count), (at, index) => this.call(at, of(call, index)));
  }

  toolsNow(count: number, tool: Each<{ name: string; failed: boolean }>): void {
    this.at(this.inWindow(count), (at, index) => {
      const { name, failed } = of(tool, index);
      this.write(at, 'execute_tool', {
        'gen_ai.tool.name': name,
        'app.feature': 'agent',
        ...(failed ? { 'error.type': 'timeout' } : {}),
      });
    });
  }

  checksNow(count: number, check: Each<{ feature: string; violated: boolean }>): void {
    this.at(this.inWindow(count), (at, index) => this.check(at, of(check, index)));
  }

  checksBefore(count: number, check: Each<{ feature: string; violated: boolean }>): void {
    this.at(this.daysBefore(count), (at, index) => this.check(at, of(check, index)));
  }

  private check(at: number, { feature, violated }: { feature: string; violated: boolean }): void {
    this.write(at, 'apply_guardrail', {
      'app.feature': feature,
      'gen_ai.guardrail.component.name': 'policy',
      'gen_ai.guardrail.result.value': violated ? 'deny' : 'allow',
    });
  }

  private at(times: number[], write: (at: number, index: number) => void): void {
    times.forEach((at, index) => write(at + this.offset, index));
  }

  private inWindow(count: number): number[] {
    const gap = this.window / count;
    return Array.from({ length: count }, (_, index) => Math.floor(windowEnd - this.window + (index + 0.5) * gap));
  }

  /** Spreads calls evenly over the hours around the window, wherever its edge is. */
  private daysBefore(count: number): number[] {
    const gap = this.window / count;
    const end = Math.ceil(windowEnd / hour) * hour;
    const begin = end - Math.ceil(this.window / hour) * hour - hour;
    const aDay = Array.from({ length: Math.floor((end - begin) / gap) }, (_, index) => begin + (index + 0.5) * gap);
    return Array.from({ length: 7 }, (_, back) => aDay.map((at) => Math.floor(at - (back + 1) * day))).flat();
  }

  private call(at: number, call: Call): void {
    const written = this.write(
      at,
      'chat',
      {
        'app.feature': call.feature ?? 'some',
        'gen_ai.provider.name': call.provider ?? 'openai',
        'gen_ai.request.model': call.model ?? 'gpt-4o',
        ...(call.cost === null ? {} : { 'gen_ai.usage.cost': String(call.cost ?? 0.001) }),
        ...(call.input === null ? {} : { 'gen_ai.usage.input_tokens': String(call.input ?? 1000) }),
        ...(call.input === null || call.output === null ? {} : { 'gen_ai.usage.output_tokens': '10' }),
        ...(call.cached === undefined ? {} : { 'gen_ai.usage.cache_read.input_tokens': String(call.cached) }),
        ...(call.firstToken === undefined
          ? {}
          : { 'gen_ai.response.time_to_first_chunk': String(call.firstToken), 'gen_ai.request.stream': 'true' }),
        ...(call.promptVersion === undefined
          ? {}
          : { 'gen_ai.prompt.name': 'answer', 'gen_ai.prompt.version': call.promptVersion }),
        ...(call.error === undefined ? {} : { 'error.type': call.error }),
      },
      {
        // A first token does not come after the end of its call.
        Duration: Math.round((call.seconds ?? Math.max(1, call.firstToken ?? 0)) * 1e9),
        ServiceName: call.service ?? 'api',
        ...(call.error === undefined ? {} : { StatusCode: 'Error' as const }),
      }
    );
    for (const [name, value] of Object.entries(call.scores ?? {})) {
      this.rows.logs.push(
        log(at, written, {
          'gen_ai.evaluation.name': name,
          'gen_ai.evaluation.score.value': String(value),
          ...givenBy(call.evaluator),
        })
      );
    }
  }

  private write(at: number, operation: string, attributes: Attributes, more: Partial<SpanRow> = {}): SpanRow {
    const row = span(
      at,
      { 'gen_ai.operation.name': operation, 'app.team': 'crew', ...attributes },
      { ServiceName: 'api', ...more }
    );
    this.rows.spans.push(row);
    return row;
  }
}

const givenBy = (evaluator: string | undefined): Attributes => {
  const [name, version] = evaluator?.split('@') ?? [];
  return name === undefined || version === undefined
    ? {}
    : { 'gen_ai.evaluation.evaluator.name': name, 'gen_ai.evaluation.evaluator.version': version };
};

/** Returns one value for the first `count` calls, and another for the rest. */
export const first =
  <Value>(count: number, so: Value, otherwise: Value) =>
  (index: number): Value =>
    index < count ? so : otherwise;
