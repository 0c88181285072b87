import { Command } from 'commander';
import { compareCommand } from './compare.ts';
import { diffCommand } from './diff.ts';
import { listCommand } from './list.ts';
import { syncCommand } from './sync.ts';
import { versionsCommand } from './versions.ts';

export function promptsCommand(): Command {
  return new Command('prompts')
    .description('manages the prompt registry, and lists and compares prompt versions')
    .addCommand(syncCommand())
    .addCommand(listCommand())
    .addCommand(diffCommand())
    .addCommand(versionsCommand())
    .addCommand(compareCommand());
}
