import React from 'react';

import type { PriceMeta } from '../../engine/pricing/version.ts';
import { formatMoney, formatNumber } from '../alerts/format.ts';
import { Figures } from '../parts/Figures.tsx';
import { messages } from './messages.ts';
import type { Usage } from './usage.ts';

interface Props {
  usage: readonly Usage[];
  table: PriceMeta | undefined;
}

/** Adds up what all models cost, by where the number comes from. */
export function Summary({ usage, table }: Props) {
  const sum = (of: (one: Usage) => number) => usage.reduce((total, one) => total + of(one), 0);
  const requests = sum((one) => one.requests);
  const counted = (name: string, count: number) => ({
    name,
    value: formatNumber(count, 'short'),
    ...(requests > 0 ? { note: messages.ofRequests(formatNumber(count / requests, 'percentunit')) } : {}),
  });
  return (
    <Figures
      figures={[
        { name: messages.cost, value: formatMoney(sum(({ cost }) => cost ?? 0)) },
        { name: messages.reported, value: formatMoney(sum(({ reported }) => reported)), note: messages.asReported },
        { name: messages.estimated, value: formatMoney(sum(({ estimated }) => estimated)), note: messages.fromTable },
        counted(
          messages.unpriced,
          sum(({ unpriced }) => unpriced)
        ),
        counted(
          messages.assumed,
          sum(({ assumed }) => assumed)
        ),
        counted(
          messages.partly,
          sum(({ partly }) => partly)
        ),
        ...(table
          ? [
              {
                name: messages.table,
                value: messages.ofDay(table.date),
                note: messages.tableNote(table.version, table.source),
              },
            ]
          : []),
      ]}
    />
  );
}
