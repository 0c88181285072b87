/**
 * Measures the dashboards and the alert rules over a table of many calls, by hand, from the spans, from calls and from minutes:
 * statements, rows and bytes read, and time, all in one run.
 *
 *   npm run bench:scale -- --calls=3000000 --share=48
 *   npm run bench:scale -- --calls=30000000 --dashboards=cost,latency,quality --without=spans,rules
 */
import { parseArgs } from 'node:util';
import { budgets } from '../demo/budgets.ts';
import { schema } from '../demo/data/schema.ts';
import { startHost, type Host } from './host.ts';
import { Asker } from './scale/asker.ts';
import { dashboardQuestions } from './scale/dashboards.ts';
import { dashboardReads, dashboardReadsByHand } from './scale/dashboardreads.ts';
import { fillLastDay, fillTiers, withoutTiers } from './scale/tiers.ts';
import { print, type Column } from './scale/report.ts';
import { emptyRead, evaluate, evaluateByHand, prepare, ticksOf } from './scale/rules.ts';
import { sizeOf } from './scale/sizes.ts';
import { fillTraffic, isShare, spansOf, type Traffic } from './scale/traffic.ts';

const minute = 60_000;
const hour = 60 * minute;
const days = 30;
const lastClosed = Date.UTC(2026, 2, 31, 17);
/** The end of the traffic, when dashboards are opened. */
const to = lastClosed + hour + 37.5 * minute;
const ticks = ticksOf(lastClosed + hour);

/** Where answers come from besides what is written by hand. */
const sources: { name: string; jsonData: Record<string, unknown> }[] = [
  { name: 'spans', jsonData: withoutTiers },
  { name: 'calls', jsonData: { minutesTable: 'no_minutes' } },
  { name: 'minutes', jsonData: {} },
];

const begun = Date.now();
/** A run takes from minutes to hours. */
const progress = (what: string): void => {
  process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(0).padStart(6)} s  ${what}\n`);
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: '300000' },
      share: { type: 'string', default: '48' },
      dashboards: { type: 'string', default: '' },
      without: { type: 'string', default: '' },
      data: { type: 'string' },
    },
  });
  const [calls, share, without] = [Number(values.calls), Number(values.share), values.without.split(',')];
  if (!isShare(share)) {
    throw new Error('--share is the percentage of gen_ai spans: 100, 48 or 2');
  }
  const named = values.dashboards.split(',');
  const questions = dashboardQuestions().filter(({ title }) => named.some((part) => title.includes(part)));
  const host = await startHost(values.data === undefined ? {} : { data: values.data });
  host.now = () => to;
  try {
    progress('writing spans');
    await fillSpans(host, { to, days, calls, share });
    progress('asking by hand');
    const columns: Column[] = [];
    const reads = emptyRead();
    const asksRules = !without.includes('rules');
    for (const tick of asksRules ? ticks : []) {
      await evaluateByHand(host, 'otel', tick, reads);
    }
    columns.push({
      name: 'by hand',
      dashboards: await dashboardReadsByHand(host, 'otel', questions, to),
      rules: reads,
    });
    progress('filling closed hours');
    const askers = sources
      .filter(({ name }) => !without.includes(name))
      .map(({ name, jsonData }) => ({
        column: { name, dashboards: new Map(), rules: emptyRead() } as Column,
        asker: new Asker(host, { ...jsonData, budgets }, to),
      }));
    const filled = await fillLastDay(host, { to: lastClosed, days });
    progress('evaluating rules');
    for (const { asker } of asksRules ? askers : []) {
      await prepare(asker, lastClosed + 52 * minute);
    }
    for (const [index, tick] of asksRules ? ticks.entries() : []) {
      if (index > 0) {
        await fillTiers(host, { from: lastClosed, to: lastClosed + hour });
      }
      for (const { asker, column } of askers) {
        await evaluate(host, asker, tick, column.rules);
      }
    }
    for (const { asker, column } of askers) {
      progress(`opening dashboards, from ${column.name}`);
      // Nothing is known yet, so that what is looked up is seen as well.
      column.dashboards = await dashboardReads(host, new Asker(host, asker.settings.jsonData, to), questions, to);
      columns.push(column);
    }
    print({ calls, spans: spansOf(calls, share), share, filled, sizes: await sizeOf(host), columns });
  } finally {
    await host.close();
  }
}

/** Fills the tables unless a folder of data has them already. */
async function fillSpans(host: Host, traffic: Traffic): Promise<void> {
  const there = await host.command(
    "SELECT count() FROM system.tables WHERE database = 'otel' AND name = 'otel_traces'"
  );
  if (Number(there) > 0) {
    return;
  }
  for (const sql of [...schema('otel'), ...fillTraffic('otel', traffic)]) {
    await host.command(sql);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
