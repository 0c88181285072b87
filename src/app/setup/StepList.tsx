import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';

import { setup } from '../links.ts';
import { messages, steps, type Step } from './messages.ts';

interface Props {
  current: Step;
  uid: string;
}

/** Lists the steps, each of which can be gone to. */
export function StepList({ current, uid }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <nav aria-label={messages.list}>
      <ol className={styles.list}>
        {steps.map((step) => (
          <li key={step} aria-current={step === current ? 'step' : undefined} className={styles.step}>
            {step === current ? (
              <strong>{messages.steps[step]}</strong>
            ) : (
              <TextLink href={setup({ ...(uid === '' ? {} : { ds: uid }), step })}>{messages.steps[step]}</TextLink>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 4),
    margin: 0,
    paddingLeft: theme.spacing(2),
  }),
  step: css({ paddingLeft: theme.spacing(0.5) }),
});
