import type { Command } from 'commander';
import { tablesOf, type TableNames, type Tables } from '../../evaluate/ledger/tables.ts';
import type { ConnectionOptions } from '../connection.ts';

export interface EvaluateOptions extends ConnectionOptions, TableNames {
  settings?: string;
}

export const withTables = (command: Command): Command =>
  command
    .option('--results-table <name>', 'table of what was decided', 'genai_evaluation_results')
    .option('--leases-table <name>', 'table of which worker decides', 'genai_evaluation_leases');

export const tablesIn = (options: EvaluateOptions): Tables => tablesOf(options, options.database);
