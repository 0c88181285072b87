import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { ask, type Row } from '../host.ts';
import { table } from '../table.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { notCompared } from './messages.ts';

interface Options extends ConnectionOptions, TimeOptions {
  json?: boolean;
  evaluation: string[];
  lowerIsBetter: string[];
  minimum?: number;
}

export function compareCommand(): Command {
  const several = (value: string, before: string[]) => [...before, value];
  const command = new Command('compare')
    .description('compares two versions of a prompt on every measure, with 95% confidence intervals')
    .argument('<name>', 'name of the prompt')
    .argument('<a>', 'version to compare against')
    .argument('<b>', 'version to assess')
    .option('--evaluation <name>', 'compare only this evaluation; may be repeated (default: all)', several, [])
    .option('--lower-is-better <name>', 'an evaluation for which a low score is better; may be repeated', several, [])
    .option('--minimum <n>', 'minimum number of values per version (default: 30)', parseCount)
    .option('--json', 'print as JSON');
  return withTimes(withConnection(command), 'now-14d').action(
    async (prompt: string, a: string, b: string, options: Options) => {
      await connected(options, async (connection) => {
        const query = {
          kind: 'prompt_compare',
          ...{ prompt, a, b },
          ...(options.evaluation.length > 0 ? { evaluations: options.evaluation } : {}),
          ...(options.lowerIsBetter.length > 0 ? { lowerIsBetter: options.lowerIsBetter } : {}),
          ...(options.minimum === undefined ? {} : { minimum: options.minimum }),
        };
        const { rows, notices } = await ask(connection, query, windowOf(options));
        if (options.json) {
          console.log(JSON.stringify(rows, null, 2));
          return;
        }
        if (rows.length === 0) {
          throw new Error(notCompared(prompt, a, b));
        }
        console.log(comparisonTable(rows, a, b));
        notices.forEach((notice) => console.log(pc.dim(notice)));
      });
    }
  );
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('Write a whole number from 1 to 999999.');
  }
  return Number(text);
}

const colours: Record<string, (text: string) => string> = { better: pc.green, worse: pc.red };

function comparisonTable(rows: readonly Row[], a: string, b: string): string {
  return table(
    ['measure', `n ${a}`, `n ${b}`, a, b, 'difference', '95% CI', 'p', 'verdict'],
    rows.map((row) => {
      const value = (name: string) => inUnit(row[name], String(row['unit']));
      const verdict = String(row['verdict']);
      return [
        row['measure'],
        row['n_a'],
        row['n_b'],
        value('mean_a'),
        value('mean_b'),
        value('difference'),
        row['low'] === null ? '-' : `${value('low')} to ${value('high')}`,
        probability(row['p_value']),
        colours[verdict]?.(verdict) ?? verdict,
      ];
    })
  );
}

const probability = (value: unknown): string =>
  typeof value !== 'number' ? '-' : value < 0.001 ? '<0.001' : value.toFixed(3);

function inUnit(value: unknown, unit: string): string {
  if (typeof value !== 'number') {
    return '-';
  }
  switch (unit) {
    case 'percentunit':
      return `${(100 * value).toFixed(1)}%`;
    case 'currencyUSD':
      return `${value < 0 ? '-' : ''}$${Math.abs(value).toFixed(4)}`;
    case 's':
      return `${value.toFixed(2)} s`;
    default:
      return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
  }
}
