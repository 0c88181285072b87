/**
 * Measures the cost of casting on the server: one million rows unchanged, and cast as `usersql/types.ts` does.
 *
 *   npx tsx tools/bench/casts.ts
 */
import { createClient } from '@clickhouse/client';

import { ruleOf } from '../../src/engine/usersql/types.ts';
import { startClickHouse, type ClickHouse } from '../clickhouse/start.ts';

const rows = 1_000_000;
const runs = 9;
const columns = {
  n: 'UInt64',
  t: 'DateTime',
  t3: 'DateTime64(3)',
  d: 'Decimal(18, 4)',
  e: "Enum8('a' = 0, 'b' = 1, 'c' = 2)",
  m: 'String',
};

async function main(): Promise<void> {
  const server = await startClickHouse();
  const client = createClient({ url: server.url, username: server.user, password: server.password });
  try {
    await client.command({
      query: `CREATE TABLE casts (${Object.entries(columns)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')}) ENGINE MergeTree ORDER BY n`,
    });
    await client.command({
      query: `INSERT INTO casts SELECT number, toDateTime(number), toDateTime64(number, 3), toDecimal64(number / 7, 4), number % 3, concat('model-', toString(number % 50)) FROM numbers(${rows})`,
    });
    const plain = `SELECT ${Object.keys(columns).join(', ')} FROM casts`;
    const outputs = Object.entries(columns).map(([name, type]) => `${ruleOf(type).cast(name)} AS ${name}`);
    const cast = `SELECT ${outputs.join(', ')} FROM (\n${plain}\n)`;
    const took: Record<string, number[]> = { plain: [], cast: [] };
    for (let run = 0; run < runs; run++) {
      took['plain']?.push(await time(server, plain));
      took['cast']?.push(await time(server, cast));
    }
    const medians = Object.entries(took).map(
      ([name, times]) => [name, times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? NaN] as const
    );
    for (const [name, median] of medians) {
      process.stdout.write(`${name.padEnd(6)} ${median.toFixed(0)} ms (median of ${runs})\n`);
    }
    process.stdout.write(`ratio  ${((medians[1]?.[1] ?? NaN) / (medians[0]?.[1] ?? NaN)).toFixed(2)}\n`);
  } finally {
    await client.close();
    await server.close();
  }
}

async function time(server: ClickHouse, sql: string): Promise<number> {
  const begin = process.hrtime.bigint();
  const answer = await fetch(`${server.url}/?default_format=ArrowStream&output_format_arrow_compression_method=none`, {
    method: 'POST',
    headers: { 'X-ClickHouse-User': server.user, 'X-ClickHouse-Key': server.password },
    body: sql,
  });
  await answer.arrayBuffer();
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
