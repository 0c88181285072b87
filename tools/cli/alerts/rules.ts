import { existsSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import type { BacktestRequest } from '../../../src/engine/alerts/backtest/model.ts';
import { readChoices, tuned } from '../../../src/engine/alerts/choices.ts';
import type { AlertConfig } from '../../../src/engine/alerts/config.ts';
import { grafanaRule } from '../../../src/engine/alerts/grafana.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import { readConfig as readFile } from '../../generate/alerting/render.ts';
import { instant } from '../time.ts';
import { incidentExpected, noConfig, numberExpected, unknownRule } from './messages.ts';

export interface ConfigOptions {
  config?: string;
}

/** Values to try for a rule, in addition to its configuration. */
export interface RuleOptions extends ConfigOptions {
  number: Record<string, number>;
  groupBy?: string[];
  window?: string;
  for?: string;
}

const usual = 'alerts.config.yaml';

export const withConfig = (command: Command): Command =>
  command.option('--config <file>', `alert rule configuration (default: ${usual}, if it exists)`);

export function withRule(command: Command): Command {
  return withConfig(command)
    .argument('<uid>', 'uid of the rule')
    .option('--number <id=value>', 'a number of the condition; may be repeated', readNumber, {})
    .option('--group-by <dimensions>', 'dimensions, separated by commas', (text) => text.split(','))
    .option('--window <duration>', 'evaluation window, such as 30m')
    .option('--for <duration>', 'how long the condition must hold before the rule fires');
}

export const withIncidents = (command: Command): Command =>
  command.option(
    '--incident <from/to>',
    'a time when the rule should have fired; may be repeated',
    (text: string, known: Incident[]) => [...known, readIncident(text)],
    []
  );

export type Incident = NonNullable<BacktestRequest['incidents']>[number];

export function readConfig({ config }: ConfigOptions): AlertConfig {
  if (config !== undefined && !existsSync(config)) {
    throw new Error(noConfig(config));
  }
  return readFile(config ?? usual);
}

/** Reads the rule as configured, with the changes that the options make. */
export function readRule(uid: string, options: RuleOptions): { rule: AlertRule; interval: number } {
  const { groups } = readConfig(options);
  const found = groups.flatMap((group) => group.rules.map((rule) => ({ rule, interval: group.interval })));
  const one = found.find(({ rule }) => rule.uid === uid);
  if (!one) {
    throw new Error(
      unknownRule(
        uid,
        found.map(({ rule }) => rule.uid)
      )
    );
  }
  const { number: numbers, groupBy, window, for: pending } = options;
  const choices = readChoices(uid, {
    numbers,
    ...(groupBy ? { groupBy } : {}),
    ...(window === undefined ? {} : { window }),
    ...(pending === undefined ? {} : { for: pending }),
  });
  return { rule: tuned(one.rule, choices), interval: one.interval };
}

export function requestOf(rule: AlertRule, interval: number, times: { from: number; to: number }): BacktestRequest {
  const { condition, data, noDataState, execErrState } = grafanaRule(rule);
  return {
    rule: { condition, data, noDataState, execErrState, for: rule.pending },
    ...times,
    interval,
    chart: { refId: rule.value, points: 1 },
  };
}

function readNumber(text: string, known: Record<string, number>): Record<string, number> {
  const [, id = '', value = ''] = /^([A-Za-z0-9_]+)=(.+)$/.exec(text) ?? [];
  if (id === '' || !Number.isFinite(Number(value))) {
    throw new InvalidArgumentError(numberExpected());
  }
  return { ...known, [id]: Number(value) };
}

function readIncident(text: string): Incident {
  const [from, to, more] = text.split('/');
  if (from === undefined || to === undefined || more !== undefined) {
    throw new InvalidArgumentError(incidentExpected());
  }
  const incident = { from: instant(from), to: instant(to) };
  if (!(incident.from < incident.to)) {
    throw new InvalidArgumentError(incidentExpected());
  }
  return incident;
}
