import { Command } from 'commander';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { printDuration } from '../../../src/engine/alerts/duration.ts';
import { labelsOf } from '../../../src/engine/alerts/rule.ts';
import { table } from '../table.ts';
import { readConfig, withConfig, type ConfigOptions } from './rules.ts';

export function listCommand(): Command {
  return withConfig(
    new Command('list').description('lists the configured rules').option('--json', 'print as JSON')
  ).action((options: ConfigOptions & { json?: boolean }) => {
    const rules = readConfig(options).groups.flatMap((group) =>
      group.rules.map((rule) => ({
        uid: rule.uid,
        title: rule.title,
        condition: conditionOf(rule),
        groupBy: labelsOf(rule),
        window: printDuration(rule.window),
        for: printDuration(rule.pending),
        interval: printDuration(group.interval),
      }))
    );
    console.log(
      options.json
        ? JSON.stringify(rules, null, 2)
        : table(
            ['rule', 'fires when', 'grouped by', 'window', 'for', 'every'],
            rules.map(({ uid, condition, groupBy, window, for: pending, interval }) => [
              uid,
              condition,
              groupBy.join(' '),
              window,
              pending,
              interval,
            ])
          )
    );
  });
}
