import { TextLink } from '@grafana/ui';
import React from 'react';

import { dashboard } from '../links.ts';
import { Answer } from '../parts/Answer.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import type { Asked } from '../parts/useAsked.ts';
import { messages } from './messages.ts';
import type { Worst } from './quality.ts';

const shown = 4;

/** Shows the feature that each evaluation scores worst. */
export function Quality({ worst }: { worst: Asked<Worst[]> }) {
  return (
    <Panel title={messages.quality}>
      <Answer asked={worst} what={messages.scores}>
        {(all) =>
          all.length === 0 ? (
            <p>{messages.noScores}</p>
          ) : (
            <>
              <Table
                label={messages.quality}
                head={[messages.evaluation, messages.feature, messages.score, messages.change, messages.count]}
                rows={all.slice(0, shown).map(({ evaluation, feature, score, change, count, lower }) => ({
                  key: evaluation,
                  cells: [
                    <React.Fragment key="evaluation">
                      {evaluation}
                      {lower && <Muted>{messages.lower}</Muted>}
                    </React.Fragment>,
                    <TextLink key="feature" href={dashboard('genai-quality', { feature, evaluation })}>
                      {feature}
                    </TextLink>,
                    score.toFixed(2),
                    change === null ? shared.unknown : signed(change),
                    count.toLocaleString(),
                  ],
                }))}
              />
              <Muted>{messages.scoresText}</Muted>
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

/** Writes a change with its sign; one that rounds to nothing has none. */
function signed(change: number): string {
  const text = change.toFixed(2);
  return Number(text) === 0 ? '0.00' : change > 0 ? `+${text}` : text;
}
