import { createClient } from '@clickhouse/client';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import type { Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import type { Plan } from '../../../src/engine/host.ts';
import { random as seeded } from '../../../tools/demo/data/random.ts';
import type { LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import { log, span } from '../engine/rows.ts';
import { panel, type Host } from '../engine/support.ts';
import { holds, valuesIn } from './condition.ts';

const minute = 60_000;
const begin = Date.UTC(2026, 2, 20, 9, 0);

interface Arriving {
  /** When the table has it, epoch milliseconds. */
  at: number;
  span?: SpanRow;
  log?: LogRow;
}

/**
 * Calls of which most are answered within seconds and some after a minute (lognormal, p50 3 s, p99 45 s), exported up to
 * 15 s after they end, and scored up to half an hour later. What a provider turns away it turns away at once.
 */
function arriving(minutes: number, perMinute: number, seed: number): Arriving[] {
  const { next: random } = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rows: Arriving[] = [];
  for (let index = 0; index < minutes * perMinute; index++) {
    const at = begin + ((index + random()) / perMinute) * minute;
    const failed = random() < 0.095;
    const seconds = failed ? 0.2 : 3 * Math.exp((Math.log(45 / 3) / 2.326) * normal());
    const call = span(
      Math.floor(at),
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        // Long answers take long and cost more.
        'gen_ai.usage.output_tokens': String(Math.ceil(seconds * 40)),
        'gen_ai.usage.cost': String(failed ? 0 : 0.001 + seconds * 0.0004),
        'app.feature': 'assistant',
        'app.team': 'crew',
        'gen_ai.prompt.name': 'answer',
        'gen_ai.prompt.version': 'v1',
        ...(failed ? { 'error.type': 'RateLimitError' } : {}),
      },
      { Duration: Math.round(seconds * 1e9), StatusCode: failed ? 'Error' : 'Unset' }
    );
    const exported = at + (seconds + random() * 15) * 1000;
    rows.push({ at: exported, span: call });
    if (!failed && random() < 0.5) {
      const scored = at + seconds * 1000 + random() ** 2 * 30 * minute;
      const score = Math.min(5, 3.65 + normal());
      rows.push({
        at: scored + random() * 15_000,
        log: log(Math.floor(scored), call, {
          'gen_ai.evaluation.name': 'faithfulness',
          'gen_ai.evaluation.score.value': score.toFixed(2),
        }),
      });
    }
  }
  return rows.sort((a, b) => a.at - b.at);
}

/** What a rule said at a tick, and what it says of the same window once everything has arrived. */
export interface Said {
  rule: string;
  delay: number;
  fired: boolean;
  shouldHave: boolean;
  value: number;
  truth: number;
}

/** Looks at rules every minute while the rows arrive. */
export async function watch(
  host: Host,
  rules: readonly AlertRule[],
  delays: readonly number[],
  { minutes, perMinute, seed }: { minutes: number; perMinute: number; seed: number }
): Promise<Said[]> {
  const settings = { ...host.settings, database: `late_${seed}` };
  for (const statement of schema(settings.database)) {
    await host.command(statement);
  }
  const client = createClient({ url: host.url });
  const rest = arriving(minutes, perMinute, seed);
  const longest = Math.max(...rules.map((rule) => rule.window)) / 60 + Math.max(...delays) / 60;
  const asked: { rule: AlertRule; delay: number; plan: Plan; values: Record<string, Value> }[] = [];
  for (let index = 1; index < minutes; index++) {
    const tick = begin + index * minute;
    const come = rest.splice(0, rest.filter(({ at }) => at < tick).length);
    await insert(client, settings.database, come);
    for (const rule of index > longest ? rules : []) {
      for (const delay of delays) {
        const request = panel(tick - rule.window * 1000, tick, { fromAlert: true });
        const plan = await host.plan({ ...rule.statement, delay, select: rule.show[rule.value] }, request, settings);
        asked.push({ rule, delay, plan, values: await valuesOf(host, rule, plan) });
      }
    }
  }
  await insert(client, settings.database, rest);
  await client.close();
  const said: Said[] = [];
  for (const { rule, delay, plan, values } of asked) {
    const truth = await valuesOf(host, rule, plan);
    const fires = (of: Record<string, Value>) => holds(conditionOf(rule), of);
    const number = (of: Record<string, Value>) => of[rule.value] ?? NaN;
    said.push({
      rule: rule.uid,
      delay,
      fired: fires(values),
      shouldHave: fires(truth),
      value: number(values),
      truth: number(truth),
    });
  }
  return said;
}

async function insert(client: ReturnType<typeof createClient>, database: string, rows: Arriving[]): Promise<void> {
  const tables = {
    otel_traces: rows.flatMap((row) => (row.span ? [row.span] : [])),
    otel_logs: rows.flatMap((row) => (row.log ? [row.log] : [])),
  };
  for (const [table, values] of Object.entries(tables)) {
    if (values.length > 0) {
      await client.insert<SpanRow | LogRow>({ table: `${database}.${table}`, values, format: 'JSONEachRow' });
    }
  }
}

async function valuesOf(host: Host, rule: AlertRule, plan: Plan): Promise<Record<string, Value>> {
  const { columns, rows } = await host.run(plan);
  return valuesIn(rule, columns, rows[0] ?? []);
}

/** How far a rule's value was from the truth, in the mean over all ticks, and how often it fired without reason. */
export function summary(said: readonly Said[]): { bias: number; falseFirings: number; missed: number; ticks: number } {
  const biases = said.filter(({ truth }) => truth !== 0).map(({ value, truth }) => (value - truth) / truth);
  return {
    bias: biases.reduce((sum, bias) => sum + bias, 0) / biases.length,
    falseFirings: said.filter(({ fired, shouldHave }) => fired && !shouldHave).length,
    missed: said.filter(({ fired, shouldHave }) => !fired && shouldHave).length,
    ticks: said.length,
  };
}
