import { Command } from 'commander';
import type { BacktestRequest, BacktestResult } from '../../../src/engine/alerts/backtest/model.ts';
import { printDuration } from '../../../src/engine/alerts/duration.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { heading, moment, table } from '../table.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { fired, neverFired, replayed } from './messages.ts';
import { replay } from './replay.ts';
import { readRule, requestOf, withIncidents, withRule, type Incident, type RuleOptions } from './rules.ts';

interface Options extends ConnectionOptions, TimeOptions, RuleOptions {
  incident: Incident[];
  json?: boolean;
}

export function backtestCommand(): Command {
  const command = new Command('backtest')
    .description('shows when a rule would have fired')
    .option('--json', 'print the full result as JSON');
  return withTimes(withConnection(withIncidents(withRule(command))), 'now-30d').action(
    async (uid: string, options: Options) => {
      const { rule, interval } = readRule(uid, options);
      const request: BacktestRequest = {
        ...requestOf(rule, interval, windowOf(options)),
        incidents: options.incident,
      };
      await connected(options, async (connection) => {
        const result = await replay(connection, request);
        console.log(options.json ? JSON.stringify(result, null, 2) : resultText(result));
      });
    }
  );
}

const timeOf = (milliseconds: number | null): string =>
  milliseconds === null ? '' : moment(new Date(milliseconds).toISOString().replace('T', ' '));

function resultText({ ticks, instances, firings, firingSeconds, notices }: BacktestResult): string {
  const firing = instances.filter((instance) => instance.firings.length > 0);
  const rows = firing.flatMap(({ labels, firings: own }) =>
    own.map(({ start, end, peak }) => [
      Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
      timeOf(start),
      timeOf(end),
      peak,
    ])
  );
  return [
    ticks.coarser ?? replayed(ticks.count, printDuration(ticks.interval)),
    ...notices,
    firings === 0 ? neverFired() : fired(firings, firing.length, printDuration(firingSeconds)),
    ...(rows.length > 0 ? [heading('Firings'), table(['instance', 'from (UTC)', 'to (UTC)', 'peak'], rows)] : []),
  ].join('\n');
}
