import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { DataSourcePicker } from '@grafana/runtime';
import { Alert, Button, Field, Stack, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import type { Choices } from '../../engine/alerts/choices.ts';
import { ownDataSources } from '../dataSources.ts';
import { dataSourceType } from '../links.ts';
import { Differences } from './Differences.tsx';
import { Fields } from './Fields.tsx';
import { messages } from './messages.ts';
import { Replay } from './Replay.tsx';
import { SaveBar } from './SaveBar.tsx';
import { Now, Where } from './Standings.tsx';
import type { Entry, Standing } from './standing.ts';
import { chosenOf } from './chosen.ts';

interface Props {
  entry: Entry;
  standing: Standing | undefined;
  onSaved: () => Promise<void>;
}

/** Lets the user tune a rule: its fields next to what it would have done. */
export function Bench({ entry, standing, onSaved }: Props) {
  const styles = useStyles2(getStyles);
  const { rule, group } = entry;
  const [choices, setChoices] = useState<Choices>(standing?.choices ?? {});
  const [datasourceUid, setDatasourceUid] = useState(() => {
    const all = ownDataSources().map(({ uid }) => uid);
    return standing && all.includes(standing.datasourceUid) ? standing.datasourceUid : all[0];
  });
  const chosen = chosenOf(rule, choices);
  const interval = standing?.rule.grafana_alert.intervalSeconds ?? group.interval;
  return (
    <Stack direction="column" gap={2}>
      {standing && (
        <Stack gap={4} wrap="wrap">
          <Where standing={standing} />
          <Now live={standing.live} />
        </Stack>
      )}
      <SaveBar
        entry={entry}
        standing={standing}
        chosen={chosen.ok ? chosen.rule : undefined}
        datasourceUid={datasourceUid}
        onSaved={onSaved}
      />
      {standing && standing.differences.length > 0 && <Differences differences={standing.differences} />}
      <div className={styles.columns}>
        <section aria-label={messages.fields}>
          <Stack direction="column" gap={3}>
            <Field noMargin label={messages.dataSource}>
              <DataSourcePicker
                inputId="data-source"
                noDefault
                current={datasourceUid ?? null}
                filter={({ type }) => type === dataSourceType}
                onChange={({ uid }) => setDatasourceUid(uid)}
              />
            </Field>
            <Fields rule={rule} choices={choices} datasourceUid={datasourceUid} onChange={setChoices} />
            <Stack gap={1}>
              <Button size="sm" variant="secondary" onClick={() => setChoices(titleOf(standing?.choices))}>
                {messages.reset}
              </Button>
              {standing && (
                <Button size="sm" variant="secondary" onClick={() => setChoices(standing.choices)}>
                  {messages.resetHere}
                </Button>
              )}
            </Stack>
          </Stack>
        </section>
        <section aria-label={messages.replay} className={styles.replay}>
          {datasourceUid === undefined && <Alert severity="info" title={messages.noDataSource} />}
          {datasourceUid !== undefined && !chosen.ok && (
            <Alert severity="warning" title={messages.notReplayed}>
              {chosen.message}
            </Alert>
          )}
          {datasourceUid !== undefined && chosen.ok && (
            <Replay
              rule={chosen.rule}
              datasourceUid={datasourceUid}
              interval={interval}
              onTake={(id, number) => setChoices({ ...choices, numbers: { ...choices.numbers, [id]: number } })}
            />
          )}
        </section>
      </div>
    </Stack>
  );
}

/** Picks title, labels and annotations, which stay the user's own when numbers are reset. */
const titleOf = ({ title, labels, annotations }: Choices = {}): Choices => ({
  ...(title === undefined ? {} : { title }),
  ...(labels ? { labels } : {}),
  ...(annotations ? { annotations } : {}),
});

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gap: theme.spacing(4),
    gridTemplateColumns: 'minmax(300px, 380px) minmax(0, 1fr)',
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  replay: css({ minWidth: 0 }),
});
