import { Command } from 'commander';
import { comparisonsOf, isBound, type Bound } from '../../../src/engine/alerts/rule.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { table } from '../table.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { caughtOf, nothingCaught, suggestion } from './messages.ts';
import { replay } from './replay.ts';
import { readRule, requestOf, withIncidents, withRule, type Incident, type RuleOptions } from './rules.ts';

interface Options extends ConnectionOptions, TimeOptions, RuleOptions {
  incident: Incident[];
  json?: boolean;
}

/** The values to try, as multiples of the current number. */
const factors = [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5];

export function suggestCommand(): Command {
  const command = new Command('suggest')
    .description('varies each number on its own, to find values that catch the incidents with the fewest false alarms')
    .option('--json', 'print all trials as JSON');
  return withTimes(withConnection(withIncidents(withRule(command))), 'now-30d').action(
    async (uid: string, options: Options) => {
      const { rule, interval } = readRule(uid, options);
      const bounds = comparisonsOf(rule).flatMap((comparison, index) =>
        isBound(comparison) ? [{ comparison: index, bound: comparison }] : []
      );
      const incidents = options.incident;
      await connected(options, async (connection) => {
        const { trials } = await replay(connection, {
          ...requestOf(rule, interval, windowOf(options)),
          incidents,
          grid: bounds.map(({ comparison, bound }) => ({ comparison, values: valuesOf(bound) })),
        });
        if (options.json) {
          console.log(JSON.stringify(trials, null, 2));
          return;
        }
        const rows = trials.flatMap((tried, index) =>
          tried.trials.map(({ value, firings, caught, falseAlarms }) => {
            const bound = bounds[index]?.bound;
            const marks = [
              ...(value === bound?.number ? ['now'] : []),
              ...(value === tried.suggested ? ['suggested'] : []),
            ];
            return [bound?.id, value, firings, caughtOf(caught, incidents.length), falseAlarms, marks.join(', ')];
          })
        );
        console.log(table(['number', 'value', 'firings', 'caught', 'false alarms', ''], rows));
        const better = trials.flatMap(({ suggested }, index) => {
          const bound = bounds[index]?.bound;
          return suggested === null || !bound || suggested === bound.number
            ? []
            : [`--number ${bound.id}=${suggested}`];
        });
        if (trials.every(({ suggested }) => suggested === null)) {
          console.log(nothingCaught());
        } else if (better.length > 0) {
          console.log(suggestion(better));
        }
      });
    }
  );
}

function valuesOf({ number, min, max, unit }: Bound): number[] {
  const rounded = (value: number): number => (unit === 'short' ? Math.round(value) : Number(value.toPrecision(3)));
  const values = factors.map((factor) => Math.min(max, Math.max(min, rounded(number * factor))));
  return [...new Set([...values, number])].sort((a, b) => a - b);
}
