import { Document } from 'yaml';

import { printDuration } from '../engine/alerts/duration.ts';
import { grafanaRule, type GrafanaQuery } from '../engine/alerts/grafana.ts';
import type { AlertRule, RuleGroup } from '../engine/alerts/rule.ts';
import { commentLines, explainRule } from './comments.ts';
import { interpolated, interpolatedUid } from './spelling.ts';

export interface FileOptions {
  /** Grafana durations, such as 1m, that replace the rules' own. */
  for?: string;
  interval?: string;
  datasourceUid?: string | undefined;
}

const origin =
  'Written by "npm run generate" from src/engine/alerts. See docs/alert-rules.md before changing a copy of it.';

/** Renders a group as a provisioning file for Grafana, with comments on its numbers and policies. */
export function renderFile(group: RuleGroup, options: FileOptions = {}, comment = origin): string {
  const document = new Document(
    {
      apiVersion: 1,
      groups: [
        {
          orgId: 1,
          name: interpolated(group.name),
          folder: interpolated(group.folder),
          interval: options.interval ?? printDuration(group.interval),
          rules: group.rules.map((rule) => fileRule(rule, options)),
        },
      ],
    },
    // Queries share objects, but YAML aliases would make them hard to read.
    { aliasDuplicateObjects: false }
  );
  document.commentBefore = commentLines(comment);
  group.rules.forEach((rule, index) => explainRule(document, ['groups', 0, 'rules', index], rule));
  return document.toString({ lineWidth: 0, singleQuote: true });
}

function fileRule(rule: AlertRule, options: FileOptions) {
  const made = grafanaRule(rule, options.datasourceUid);
  return {
    ...made,
    uid: interpolated(made.uid),
    title: interpolated(made.title),
    data: made.data.map(fileQuery),
    for: options.for ?? made.for,
    labels: Object.fromEntries(Object.entries(made.labels).map(([name, text]) => [name, interpolated(text)])),
  };
}

function fileQuery(query: GrafanaQuery): GrafanaQuery {
  return { ...query, datasourceUid: interpolatedUid(query.datasourceUid) };
}
