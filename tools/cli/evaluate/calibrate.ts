import { Command } from 'commander';
import { calibrate, type Calibration } from '../../evaluate/calibration/calibrate.ts';
import { readLabels } from '../../evaluate/calibration/labels.ts';
import type { Config, Evaluator } from '../../evaluate/config/schema.ts';
import { withConnection } from '../connection.ts';
import { table } from '../table.ts';
import { withSettings } from '../tiers/options.ts';
import { calibrationLines, noSuchEvaluator, whichEvaluator } from './messages.ts';
import { tablesIn, withTables, type EvaluateOptions } from './options.ts';
import { textOf, withServer } from './working.ts';

interface Options extends EvaluateOptions {
  config: string;
  labels: string;
  evaluator?: string;
  json?: boolean;
}

export const calibrateCommand = (): Command =>
  withTables(
    withSettings(
      withConnection(new Command('calibrate').description('compares an evaluator’s scores with what humans say'))
    )
  )
    .requiredOption('--config <file>', 'the evaluators, evaluators.yaml')
    .requiredOption('--labels <file>', 'CSV with the columns trace_id and span_id, or response_id, and label')
    .option('--evaluator <name>', 'which of the file; needed if it has several')
    .option('--json', 'print JSON')
    .action((options: Options) =>
      withServer(options, async (server, config) => {
        const labels = readLabels(textOf(options.labels), options.labels);
        const found = await calibrate(server, tablesIn(options), chosen(config, options.evaluator), labels);
        console.log(options.json ? JSON.stringify(found, null, 2) : shown(found));
      })
    );

function chosen(
  { evaluators }: Config,
  name: string | undefined
): Pick<Evaluator, 'name' | 'version'> & { passFrom?: number | undefined } {
  const names = evaluators.map((one) => one.name);
  const one = name === undefined ? evaluators[0] : evaluators.find((other) => other.name === name);
  if (!one || (name === undefined && evaluators.length > 1)) {
    throw new Error(name === undefined ? whichEvaluator(names) : noSuchEvaluator(name, names));
  }
  return { name: one.name, version: one.version, passFrom: one.kind === 'judge' ? one.passFrom : undefined };
}

function shown(found: Calibration): string {
  const { classes, confusion } = found;
  const rows = classes.map((name, index) => [name, ...(confusion[index] ?? [])]);
  return [
    ...calibrationLines(found),
    ...(rows.length === 0 ? [] : [table(['Human ↓ evaluator →', ...classes], rows)]),
  ].join('\n');
}
