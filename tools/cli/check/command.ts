import { Command } from 'commander';
import pc from 'picocolors';
import { readDashboards, type Dashboard } from '../../demo/terminal/dashboards.ts';
import { step } from '../../progress/step.ts';
import { readConfig, withConfig, type ConfigOptions } from '../alerts/rules.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { keeping } from '../keeping.ts';
import { table } from '../table.ts';
import { withFile, withSettings } from '../tiers/options.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import type { Checked, Run } from './checked.ts';
import { allAnswered, failedQueries, noDashboard } from './messages.ts';
import { checkDashboard, checkRule } from './questions.ts';

interface Options extends ConnectionOptions, ConfigOptions, TimeOptions {
  settings?: string;
  dashboards?: string;
  rules: boolean;
  json?: boolean;
}

export function checkCommand(): Command {
  const command = new Command('check')
    .description(
      'asks everything that the dashboards and rules ask, and fails if anything fails: before a deployment, or in CI'
    )
    .option('--dashboards <title>', 'only dashboards with this in their title')
    .option('--no-rules', 'leave out the alert rules')
    .option('--json', 'print as JSON');
  return withTimes(withConfig(withSettings(withConnection(command))), 'now-24h').action(async (options: Options) => {
    const dashboards = wanted(options.dashboards);
    const rules = options.rules ? readConfig(options).groups.flatMap((group) => group.rules) : [];
    const all = await connected(options, async (connection) => {
      const run: Run = { settings: withFile(connection.settings, options.settings), run: keeping(connection.run) };
      return step(
        'Queries',
        async (tell) => {
          const done: Checked[] = [];
          const total = dashboards.length + rules.length;
          for (const [index, dashboard] of dashboards.entries()) {
            done.push(...(await checkDashboard(run, dashboard, windowOf(options))));
            tell({ done: index + 1, total });
          }
          for (const [index, rule] of rules.entries()) {
            done.push(...(await checkRule(run, rule, windowOf(options))));
            tell({ done: dashboards.length + index + 1, total });
          }
          return done;
        },
        { stream: process.stderr, quiet: options.json === true }
      );
    });
    console.log(options.json ? JSON.stringify(all.map(reported), null, 2) : text(all));
    const failed = all.filter(({ status }) => status === 'failed');
    if (failed.length > 0) {
      throw new Error(failedQueries(failed.length, all.length));
    }
  });
}

function wanted(title: string | undefined): Dashboard[] {
  const all = readDashboards();
  const found = all.filter((one) => title === undefined || one.title.toLowerCase().includes(title.toLowerCase()));
  if (title !== undefined && found.length === 0) {
    throw new Error(
      noDashboard(
        title,
        all.map((one) => one.title)
      )
    );
  }
  return found;
}

/** Leaves out what was answered, which may be anything that spans say. */
const reported = ({ columns: _, rows, ...one }: Checked) => ({ ...one, rows: rows.length });

/** One line for each dashboard and for the rules, and below what failed. */
function text(all: readonly Checked[]): string {
  const places = [...new Set(all.map(({ where }) => where))];
  const count = (of: readonly Checked[], status: Checked['status']): number =>
    of.filter((one) => one.status === status).length;
  const lines = places.map((where) => {
    const own = all.filter((one) => one.where === where);
    const slowest = own.reduce((one, other) => (other.seconds > one.seconds ? other : one));
    return [
      ...[where, own.length, count(own, 'empty'), count(own, 'skipped'), count(own, 'failed')],
      ...[own.reduce((sum, { seconds }) => sum + seconds, 0), slowest.what, slowest.seconds],
    ];
  });
  const failures = all.flatMap(({ where, what, status, message = '' }) =>
    status === 'failed' ? [`${pc.red('failed')} ${where}, ${what}: ${message}`] : []
  );
  const [empty, skipped] = [count(all, 'empty'), count(all, 'skipped')];
  return [
    table(['', 'queries', 'no rows', 'not set up', 'failed', 'seconds', 'slowest', 'seconds'], lines),
    ...failures,
    ...(failures.length === 0 ? [allAnswered(all.length, empty, skipped)] : []),
  ].join('\n');
}
