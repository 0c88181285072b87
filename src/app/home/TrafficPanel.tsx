import React from 'react';

import { formatNumber } from '../alerts/format.ts';
import { Answer } from '../parts/Answer.tsx';
import { Figures } from '../parts/Figures.tsx';
import { Panel } from '../parts/Panel.tsx';
import type { Asked } from '../parts/useAsked.ts';
import { messages } from './messages.ts';
import type { Traffic } from './traffic.ts';

const named = 5;

/** Shows the calls of the last day and the services that made them. */
export function TrafficPanel({ traffic }: { traffic: Asked<Traffic> }) {
  return (
    <Panel title={messages.traffic}>
      <Answer asked={traffic} what={messages.traffic}>
        {({ requests, errors, services }) =>
          requests === 0 ? (
            <p>{messages.noCalls}</p>
          ) : (
            <Figures
              figures={[
                { name: messages.requests, value: formatNumber(requests, 'short') },
                {
                  name: messages.errors,
                  value: formatNumber(errors, 'short'),
                  note: messages.ofRequests(formatNumber(errors / requests, 'percentunit')),
                },
                { name: messages.services, value: services.length, note: namesOf(services) },
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

const namesOf = (services: readonly string[]): string =>
  [...services.slice(0, named), ...(services.length > named ? [messages.more(services.length - named)] : [])].join(
    ', '
  );
