import { grafanaRule, type GrafanaQuery } from '../engine/alerts/grafana.ts';
import type { AlertRule, RuleGroup } from '../engine/alerts/rule.ts';

/**
 * Renders groups as resources of Grafana's Terraform provider; the folder is a variable, because its uid is the user's.
 * Source: Terraform Registry, grafana/grafana, grafana_rule_group.
 */
export function renderTerraform(groups: readonly RuleGroup[], datasourceUid?: string): string {
  const blocks = groups.map((group) =>
    block(`resource "grafana_rule_group" ${quoted(identifier(group.file))}`, [
      `name             = ${quoted(group.name)}`,
      'folder_uid       = var.genai_folder_uid',
      `interval_seconds = ${group.interval}`,
      ...group.rules.map((rule) => renderRule(rule, datasourceUid)),
    ])
  );
  return [folderVariable, ...blocks].join('\n\n') + '\n';
}

const folderVariable = `variable "genai_folder_uid" {
  type        = string
  description = "UID of the folder for the rules"
}`;

function renderRule(rule: AlertRule, datasourceUid: string | undefined): string {
  const made = grafanaRule(rule, datasourceUid);
  return block('rule', [
    `uid            = ${quoted(made.uid)}`,
    `name           = ${quoted(made.title)}`,
    `condition      = ${quoted(made.condition)}`,
    `for            = ${quoted(made.for)}`,
    `no_data_state  = ${quoted(made.noDataState)}`,
    `exec_err_state = ${quoted(made.execErrState)}`,
    `is_paused      = ${made.isPaused}`,
    `labels         = ${map(made.labels)}`,
    `annotations    = ${map(made.annotations)}`,
    ...made.data.map(renderQuery),
  ]);
}

function renderQuery({ refId, datasourceUid, relativeTimeRange: { from, to }, model }: GrafanaQuery): string {
  return block('data', [
    `ref_id         = ${quoted(refId)}`,
    `datasource_uid = ${quoted(datasourceUid)}`,
    block('relative_time_range', [`from = ${from}`, `to   = ${to}`]),
    `model = jsonencode(${filledIn(JSON.stringify(model, null, 2))})`,
  ]);
}

const map = (texts: Record<string, string>): string =>
  `{\n${Object.entries(texts)
    .map(([name, text]) => `  ${quoted(name)} = ${quoted(text)}`)
    .join('\n')}\n}`;

const block = (head: string, lines: readonly string[]): string =>
  `${head} {\n${lines.map((line) => line.replace(/^/gm, '  ')).join('\n')}\n}`;

/** Quotes an HCL string, in which `${` and `%{` would be interpolated. Source: Terraform, Expressions, Strings and Templates. */
export function quoted(text: string): string {
  return `"${filledIn(text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n'))}"`;
}

const filledIn = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');

const identifier = (file: string): string => `genai_${file.replace(/[^A-Za-z0-9]+/g, '_')}`;
