import { Badge, Stack, Tooltip, type BadgeColor } from '@grafana/ui';
import React from 'react';

import type { Live, LiveState } from './live.ts';
import { messages } from './messages.ts';
import { Muted } from '../parts/Muted.tsx';
import type { Fit } from './fit.ts';
import type { Standing } from './standing.ts';

const fitColors: Record<Fit, BadgeColor> = { shipped: 'green', tuned: 'blue', drifted: 'orange' };
const stateColors: Record<LiveState, BadgeColor> = {
  firing: 'red',
  pending: 'orange',
  normal: 'green',
  nodata: 'blue',
  error: 'red',
};

/** Shows where a rule is kept, and how much it differs from the catalogue's. */
export function Where({ standing }: { standing: Standing }) {
  return (
    <Stack direction="column" gap={0.5}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <span>{messages.origins[standing.origin]}</span>
        <Badge
          color={fitColors[standing.fit]}
          text={messages.fits[standing.fit]}
          tooltip={messages.fitsMean[standing.fit]}
        />
        {standing.paused && <Badge color="darkgrey" text={messages.paused} icon="pause" />}
      </Stack>
      <Muted>{messages.inFolder(standing.folder)}</Muted>
    </Stack>
  );
}

/** Shows the rule's current state, with the number of instances that are not normal. */
export function Now({ live }: { live: Live | undefined }) {
  if (!live) {
    return <Muted>{messages.notWatching}</Muted>;
  }
  const counts = Object.entries(live.counts) as [LiveState, number][];
  const badge = <Badge color={stateColors[live.state]} text={messages.states[live.state]} />;
  return (
    <Stack direction="column" gap={0.5}>
      <div>{live.error === undefined ? badge : <Tooltip content={live.error}>{<span>{badge}</span>}</Tooltip>}</div>
      {counts.length > 0 && (
        <Muted>{counts.map(([state, count]) => messages.counted(count, messages.states[state])).join(', ')}</Muted>
      )}
    </Stack>
  );
}
