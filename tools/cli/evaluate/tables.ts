import { Command } from 'commander';
import { createStatements } from '../../evaluate/ledger/tables.ts';
import { connected, withConnection } from '../connection.ts';
import { withDdl, type DdlOptions } from '../tiers/options.ts';
import { madeReady } from './messages.ts';
import { tablesIn, withTables, type EvaluateOptions } from './options.ts';

type Options = EvaluateOptions & DdlOptions;

const statementsOf = (options: Options): string[] =>
  createStatements(tablesIn(options), { ...options, retentionDays: options.retention });

export function ddlCommand(): Command {
  const command = new Command('ddl').description('prints the statements that create the tables');
  return withDdl(withTables(withConnection(command))).action((options: Options) => {
    statementsOf(options).forEach((sql) => console.log(`${sql};\n`));
  });
}

export function applyCommand(): Command {
  const command = new Command('apply').description('creates the tables; needs a user who may');
  return withDdl(withTables(withConnection(command))).action(async (options: Options) => {
    await connected(options, async ({ write }) => {
      for (const sql of statementsOf(options)) {
        await write({ sql, params: {} });
      }
      console.log(madeReady());
    });
  });
}
