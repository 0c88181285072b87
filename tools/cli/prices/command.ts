import { Command } from 'commander';
import { checkCommand } from './check.ts';
import { syncCommand } from './sync.ts';

export const pricesCommand = (): Command =>
  new Command('prices')
    .description('keeps prices up to date between releases, and compares them with public tables')
    .addCommand(syncCommand())
    .addCommand(checkCommand());
