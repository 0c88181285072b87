import { createClient } from '@clickhouse/client';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import type { Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import type { Plan } from '../../../src/engine/host.ts';
import type { LogRow, SpanRow } from '../../demo/data/rows.ts';
import { schema } from '../../demo/data/schema.ts';
import { panel, type Host } from '../host.ts';
import { arriving, begin, type Arriving } from './arriving.ts';
import { holds, valuesIn } from './values.ts';

const minute = 60_000;

/** A rule's values at a tick, and those of the same window once everything has arrived; by refId. */
export interface Said {
  rule: string;
  delay: number;
  fired: boolean;
  shouldHave: boolean;
  values: Record<string, Value>;
  truth: Record<string, Value>;
}

/** Evaluates rules every minute while the rows arrive. */
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
    const values = once(host);
    for (const rule of index > longest ? rules : []) {
      for (const delay of delays) {
        const request = panel(tick - rule.window * 1000, tick, { fromAlert: true });
        const plan = await host.plan({ ...rule.statement, delay, select: rule.show[rule.value] }, request, settings);
        asked.push({ rule, delay, plan, values: await values(rule, plan) });
      }
    }
  }
  await insert(client, settings.database, rest);
  await client.close();
  const said: Said[] = [];
  const truths = once(host);
  for (const { rule, delay, plan, values } of asked) {
    const truth = await truths(rule, plan);
    const fires = (of: Record<string, Value>) => holds(conditionOf(rule), of);
    said.push({ rule: rule.uid, delay, fired: fires(values), shouldHave: fires(truth), values, truth });
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

/** Shares the answers of one moment between delays whose windows end on the same minute. */
function once(host: Host): (rule: AlertRule, plan: Plan) => Promise<Record<string, Value>> {
  const known = new Map<string, Record<string, Value>>();
  return async (rule, plan) => {
    const { sql, params } = plan.statement;
    const key = JSON.stringify([sql, params]);
    const told = known.get(key);
    if (told) {
      return told;
    }
    const { columns, rows } = await host.run(plan);
    const values = valuesIn(rule, columns, rows[0] ?? []);
    known.set(key, values);
    return values;
  };
}

/** Counts how often a rule fired without reason, or failed to fire. */
export const firings = (said: readonly Said[]): { ticks: number; without: number; missed: number } => ({
  ticks: said.length,
  without: said.filter(({ fired, shouldHave }) => fired && !shouldHave).length,
  missed: said.filter(({ fired, shouldHave }) => !fired && shouldHave).length,
});

/** Computes how far a refId was off on average over all ticks: -0.02 is 2% too low. */
export function bias(said: readonly Said[], refId: string): number {
  const biases = said.flatMap(({ values, truth }) => {
    const [value, real] = [values[refId] ?? null, truth[refId] ?? null];
    return value === null || real === null || real === 0 ? [] : [(value - real) / real];
  });
  return biases.reduce((sum, one) => sum + one, 0) / biases.length;
}
