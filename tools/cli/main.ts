import { Command } from 'commander';
import { fail } from '../build/fail.ts';
import { alertsCommand } from './alerts/command.ts';
import { checkCommand } from './check/command.ts';
import { evaluateCommand } from './evaluate/command.ts';
import { explainCommand } from './explain/command.ts';
import { inspectCommand } from './inspect/command.ts';
import { pricesCommand } from './prices/command.ts';
import { promptsCommand } from './prompts/command.ts';
import { tiersCommand } from './tiers/command.ts';

// Who reads only the beginning, such as head, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

new Command('cli')
  .description('Looks into the spans of a ClickHouse, with the engine of the data source.')
  .addCommand(alertsCommand())
  .addCommand(checkCommand())
  .addCommand(evaluateCommand())
  .addCommand(explainCommand())
  .addCommand(inspectCommand())
  .addCommand(pricesCommand())
  .addCommand(promptsCommand())
  .addCommand(tiersCommand())
  .parseAsync()
  .catch(fail);
