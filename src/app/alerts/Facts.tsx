import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import type { BacktestResult } from '../../engine/alerts/backtest/model.ts';
import { formatNumber, formatSeconds } from './format.ts';
import { messages } from './messages.ts';

interface Props {
  result: BacktestResult;
}

/** Shows the key figures of a replay. */
export function Facts({ result }: Props) {
  const styles = useStyles2(getStyles);
  const { ticks, instances, firings, firingSeconds, flaps } = result;
  const watched = ticks.count * ticks.interval * instances.length;
  const facts: [fact: keyof typeof messages.facts, text: string][] = [
    ['firings', String(firings)],
    ['firingTime', formatSeconds(firingSeconds)],
    ['share', formatNumber(watched > 0 ? firingSeconds / watched : 0, 'percentunit')],
    ['flaps', String(flaps)],
    ['instances', String(instances.length)],
    ['evaluations', messages.every(ticks.count.toLocaleString(), formatSeconds(ticks.interval))],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([fact, text]) => (
        <div key={fact} title={messages.factsMean[fact]}>
          <dt className={styles.name}>{messages.facts[fact]}</dt>
          <dd className={styles.value}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 4), margin: 0 }),
  name: css({ ...theme.typography.bodySmall, fontWeight: theme.typography.fontWeightRegular }),
  value: css({ ...theme.typography.h4, margin: 0 }),
});
