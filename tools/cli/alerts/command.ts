import { Command } from 'commander';
import { backtestCommand } from './backtest.ts';
import { diffCommand } from './diff.ts';
import { exportCommand } from './export.ts';
import { listCommand } from './list.ts';
import { suggestCommand } from './suggest.ts';

export function alertsCommand(): Command {
  return new Command('alerts')
    .description('the alert rules: when they would have fired, numbers for them, and files of them')
    .addCommand(listCommand())
    .addCommand(backtestCommand())
    .addCommand(suggestCommand())
    .addCommand(exportCommand())
    .addCommand(diffCommand());
}
