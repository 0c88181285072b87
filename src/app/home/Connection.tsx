import { Alert, Badge, Stack } from '@grafana/ui';
import React from 'react';

import { formatSeconds } from '../alerts/format.ts';
import { Answer } from '../parts/Answer.tsx';
import { Figures } from '../parts/Figures.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Panel } from '../parts/Panel.tsx';
import { messages as shared } from '../parts/messages.ts';
import type { Asked } from '../parts/useAsked.ts';
import type { Health } from './api.ts';
import { messages } from './messages.ts';

interface Props {
  health: Asked<Health>;
}

/** Shows whether a data source works, and what it reads. */
export function Connection({ health }: Props) {
  return (
    <Panel
      title={messages.connection}
      actions={
        health.value && (
          <Badge
            color={health.value.ok ? 'green' : 'red'}
            icon={health.value.ok ? 'check' : 'exclamation-triangle'}
            text={health.value.ok ? messages.healthy : messages.failed}
          />
        )
      }
    >
      <Answer asked={health} what={messages.health}>
        {(told) =>
          told.ok ? (
            <Found health={told} />
          ) : (
            <Alert severity="error" title={messages.failed} bottomSpacing={0}>
              {told.message}
            </Alert>
          )
        }
      </Answer>
    </Panel>
  );
}

function Found({ health: { version, table, layout, spans, age, dialects, tiers } }: { health: Health }) {
  return (
    <Stack direction="column" gap={1.5}>
      <Figures
        figures={[
          {
            name: messages.spans,
            value: spans?.toLocaleString() ?? shared.unknown,
            ...(spans === 0 ? { note: messages.noSpans } : {}),
          },
          ...(age === undefined ? [] : [{ name: messages.newest, value: messages.ago(formatSeconds(age)) }]),
          {
            name: messages.closedHours,
            value: tiers ? tiers.closedHours.toLocaleString() : messages.noClosedHours,
            ...(tiers ? { note: messages.behind(formatSeconds(tiers.lagMinutes * 60)) } : {}),
          },
        ]}
      />
      <Muted>
        {[`${messages.version} ${version ?? ''}`, table, layout].filter(Boolean).join(' · ')}
        {dialects.length > 0 && (
          <div>
            {messages.dialects}: {dialects.join(', ')}
          </div>
        )}
      </Muted>
    </Stack>
  );
}
