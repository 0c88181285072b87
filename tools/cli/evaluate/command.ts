import { Command } from 'commander';
import { calibrateCommand } from './calibrate.ts';
import { backfillCommand } from './backfill.ts';
import { applyCommand, ddlCommand } from './tables.ts';
import { runCommand } from './run.ts';

export const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description(
      'scores finished calls: asks judges, runs checks, and writes what they say as gen_ai.evaluation.result'
    )
    .addCommand(ddlCommand())
    .addCommand(applyCommand())
    .addCommand(runCommand())
    .addCommand(backfillCommand())
    .addCommand(calibrateCommand());
