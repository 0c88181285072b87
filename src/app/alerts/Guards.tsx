import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import type { AlertRule } from '../../engine/alerts/rule.ts';
import { messages } from './messages.ts';
import { comparisonText, type Series } from './series.ts';

interface Props {
  rule: AlertRule;
  all: Series[];
}

/** Shows the guards, which keep a rule from judging by too little data. */
export function Guards({ rule, all }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      {messages.guards}
      <ul className={styles.list}>
        {rule.guards.map((guard) => (
          <li key={guard.refId}>{messages.guard(comparisonText(guard, all), guard.means)}</li>
        ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ list: css({ paddingLeft: theme.spacing(3) }) });
