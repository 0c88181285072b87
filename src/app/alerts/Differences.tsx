import { Alert } from '@grafana/ui';
import React from 'react';

import type { Difference } from './compare.ts';
import { messages } from './messages.ts';
import { Table } from '../parts/Table.tsx';

interface Props {
  differences: Difference[];
}

/** Shows the differences that no choice explains. */
export function Differences({ differences }: Props) {
  return (
    <Alert severity="warning" title={messages.differences}>
      <p>{messages.differencesText}</p>
      <Table
        label={messages.differences}
        head={[messages.part, messages.shippedHere, messages.keptHere]}
        rows={differences.map(({ what, shipped, here }) => ({
          key: what,
          cells: [what, shipped || messages.nothing, here || messages.nothing],
        }))}
      />
    </Alert>
  );
}
