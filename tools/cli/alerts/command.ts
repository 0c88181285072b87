import { Command } from 'commander';
import { backtestCommand } from './backtest.ts';
import { diffCommand } from './diff.ts';
import { exportCommand } from './export.ts';
import { listCommand } from './list.ts';
import { suggestCommand } from './suggest.ts';

export function alertsCommand(): Command {
  return new Command('alerts')
    .description('lists, replays, tunes and exports the alert rules')
    .addCommand(listCommand())
    .addCommand(backtestCommand())
    .addCommand(suggestCommand())
    .addCommand(exportCommand())
    .addCommand(diffCommand());
}
