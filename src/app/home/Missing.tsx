import { LoadingPlaceholder, Stack, TextLink } from '@grafana/ui';
import React from 'react';

import { Panel } from '../parts/Panel.tsx';
import { messages as shared } from '../parts/messages.ts';
import { lackingOf, type Known } from './lacking.ts';
import { messages } from './messages.ts';

interface Props {
  known: Known;
  /** Whether everything that may lack something has arrived. */
  isComplete: boolean;
}

/** Lists what a data source lacks, each with the page that helps. */
export function Missing({ known, isComplete }: Props) {
  const found = lackingOf(known);
  return (
    <Panel title={messages.missing}>
      {isComplete && found.length === 0 && <p>{messages.nothingMissing}</p>}
      <Stack direction="column" gap={1}>
        {found.map(({ what, repair, href }) => (
          <div key={what}>
            {what} <TextLink href={href}>{repair}</TextLink>
          </div>
        ))}
      </Stack>
      {!isComplete && <LoadingPlaceholder text={shared.loading(messages.missing)} />}
    </Panel>
  );
}
