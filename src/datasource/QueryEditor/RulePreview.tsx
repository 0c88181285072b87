import { css } from '@emotion/css';
import { dateTimeFormat, getDefaultTimeRange, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Alert, Button, Collapse, Stack, Text, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { reasonOf } from '../../components/reason.ts';
import type { GenAIDataSource } from '../datasource.ts';
import type { GenAIQuery } from '../types.ts';
import { messages } from './messages.ts';
import { evaluateAsRule, type Evaluation } from './rule.ts';

interface Props {
  query: GenAIQuery;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
}

/** Shows, on request, what an alert rule with this query would see. */
export function RulePreview({ query, datasource, range = getDefaultTimeRange() }: Props) {
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<{ busy?: true; evaluation?: Evaluation; failed?: string }>({});
  const { busy, evaluation, failed } = state;
  const evaluate = () => {
    setState({ busy: true });
    evaluateAsRule(datasource, query, range)
      .then((found) => setState({ evaluation: found }))
      .catch((reason: unknown) => setState({ failed: reasonOf(reason) }));
  };
  return (
    <Collapse label={messages.asRule} isOpen={open} onToggle={setOpen}>
      <Stack direction="column" alignItems="start" gap={1}>
        <Text>{messages.asRuleDescription}</Text>
        <Button size="sm" variant="secondary" disabled={busy ?? false} onClick={evaluate}>
          {messages.evaluateAsRule}
        </Button>
        {failed !== undefined && (
          <Alert severity="error" title={messages.ruleFailed} bottomSpacing={0}>
            {failed}
          </Alert>
        )}
        {evaluation && <Instances evaluation={evaluation} />}
      </Stack>
    </Collapse>
  );
}

function Instances({ evaluation: { window, isSeries, labels, instances } }: { evaluation: Evaluation }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {window && <Text>{messages.ruleWindow(dateTimeFormat(window.from), dateTimeFormat(window.to))}</Text>}
      {instances.length === 0 ? (
        <Text>{messages.ruleNoData}</Text>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              {[...labels, isSeries ? messages.ruleLastValue : messages.ruleValue, messages.ruleSamples].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {instances.map((instance) => (
              <tr key={JSON.stringify(instance.labels)}>
                {labels.map((name) => (
                  <td key={name}>{instance.labels[name]}</td>
                ))}
                <td>{instance.value === null ? messages.ruleNull : String(instance.value)}</td>
                <td>{instance.samples?.toLocaleString() ?? messages.ruleUnknown}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    '& th, & td': { padding: theme.spacing(0.25, 2, 0.25, 0), textAlign: 'left', verticalAlign: 'top' },
    '& th': { fontWeight: theme.typography.fontWeightMedium },
  }),
});
