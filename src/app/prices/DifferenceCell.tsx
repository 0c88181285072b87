import React from 'react';

import { formatMoney, formatNumber } from '../alerts/format.ts';
import { Muted } from '../parts/Muted.tsx';
import { messages as shared } from '../parts/messages.ts';
import { useAsked } from '../parts/useAsked.ts';
import type { Range } from '../query.ts';
import { messages } from './messages.ts';
import { differenceOf, keyOf, type Usage } from './usage.ts';

interface Props {
  uid: string;
  usage: Usage;
  range: Range;
}

/** Shows how far the reported costs of a model are from the price table, as a number. */
export function DifferenceCell({ uid, usage, range }: Props) {
  const isReported = usage.reported > 0;
  const key = isReported ? `${uid} ${keyOf(usage)} ${range.from} ${range.to}` : undefined;
  const { value, failure } = useAsked(key, () => differenceOf(uid, usage, range));
  if (!isReported) {
    return <Muted>{messages.nothingReported}</Muted>;
  }
  if (failure !== undefined) {
    return <Muted>{failure}</Muted>;
  }
  if (!value) {
    return <Muted>…</Muted>;
  }
  const { reported, estimated } = value;
  if (estimated === null) {
    return <>{shared.unknown}</>;
  }
  const difference = reported - estimated;
  const share = estimated > 0 ? ` (${signed(difference / estimated, (one) => formatNumber(one, 'percentunit'))})` : '';
  return (
    <>
      {Math.abs(difference) < 0.005 ? messages.same : `${signed(difference, formatMoney)}${share}`}
      <Muted>{messages.differenceText(formatMoney(estimated))}</Muted>
    </>
  );
}

const signed = (number: number, format: (size: number) => string): string =>
  `${number < 0 ? '−' : '+'}${format(Math.abs(number))}`;
