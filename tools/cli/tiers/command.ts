import { Command } from 'commander';
import { applyCommand } from './apply.ts';
import { checkCommand } from './check.ts';
import { ddlCommand } from './ddl.ts';
import { dropCommand } from './drop.ts';
import { backfillCommand, fillCommand } from './filling.ts';
import { planCommand } from './plan.ts';
import { statusCommand } from './status.ts';

export const tiersCommand = (): Command =>
  new Command('tiers')
    .description('keeps the calls of hours that are over in a table of their own, which answers faster than the spans')
    .addCommand(planCommand())
    .addCommand(ddlCommand())
    .addCommand(applyCommand())
    .addCommand(backfillCommand())
    .addCommand(fillCommand())
    .addCommand(statusCommand())
    .addCommand(checkCommand())
    .addCommand(dropCommand());
