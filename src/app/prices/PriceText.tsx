import React from 'react';

import type { MatchedPrice } from '../../engine/pricing/matched.ts';
import { formatMoney, formatNumber } from '../alerts/format.ts';
import { Muted } from '../parts/Muted.tsx';
import { messages } from './messages.ts';

interface Props {
  matched: MatchedPrice | undefined;
  unpriced: number;
}

const named = Object.entries(messages.rates) as [keyof typeof messages.rates, string][];

/** Writes the rates of a price. */
export function PriceText({ matched, unpriced }: Props) {
  if (!matched) {
    return (
      <>
        {messages.noPrice}
        {unpriced > 0 && <Muted>{messages.noPriceText(formatNumber(unpriced, 'short'))}</Muted>}
      </>
    );
  }
  const { rates, varies } = matched;
  const texts = named.flatMap(([rate, name]) => {
    const dollars = rates[rate];
    return dollars === undefined ? [] : [`${formatMoney(dollars)} ${name}`];
  });
  return (
    <>
      {texts.slice(0, 2).join(', ')}
      {(texts.length > 2 || varies) && (
        <Muted>{[...texts.slice(2), ...(varies ? [messages.varies] : [])].join(', ')}</Muted>
      )}
    </>
  );
}
