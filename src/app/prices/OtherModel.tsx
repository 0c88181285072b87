import { Field } from '@grafana/ui';
import React, { useMemo } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { knownModels } from '../../engine/pricing/models.ts';
import { withSynced } from '../../engine/pricing/synced.ts';
import type { PriceSettings } from '../../engine/settings/prices.ts';
import type { SyncedPrices } from '../../engine/source/description.ts';
import { formatMoney } from '../alerts/format.ts';
import { Answer } from '../parts/Answer.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import { useAsked } from '../parts/useAsked.ts';
import { useParameter } from '../parts/useParameter.ts';
import type { Range } from '../query.ts';
import { messages } from './messages.ts';
import { atOtherPrice } from './usage.ts';

interface Props {
  uid: string;
  range: Range;
  prices: PriceSettings;
  synced: SyncedPrices | undefined;
}

/** Shows what the same tokens would cost at the price of another model, which the URL names (`other`). */
export function OtherModel({ uid, range, prices, synced }: Props) {
  const [chosen, choose] = useParameter('other');
  const known = useMemo(() => knownModels(prices, ...(synced ? [withSynced(synced)] : [])), [prices, synced]);
  const other = known.find(({ provider, model }) => `${provider}/${model}` === chosen);
  const key = other && `${uid} ${chosen} ${range.from} ${range.to} ${JSON.stringify(prices.overrides)}`;
  const asked = useAsked(key, () =>
    other ? atOtherPrice(uid, { provider: other.provider, model: other.model }, range) : Promise.resolve([])
  );
  return (
    <Section title={messages.other}>
      <Muted>{messages.otherText}</Muted>
      <Field noMargin label={messages.otherModel} htmlFor="other-model">
        <Combobox
          id="other-model"
          width={40}
          isClearable
          placeholder={messages.otherPlaceholder}
          options={known.map(({ provider, model, title }) => ({ value: `${provider}/${model}`, label: title }))}
          value={other ? chosen : null}
          onChange={(option) => choose(option?.value ?? '')}
        />
      </Field>
      {other && (
        <Answer asked={asked} what={messages.other}>
          {(rows) => (
            <Table
              label={messages.other}
              head={[messages.model, messages.cost, messages.atOther(other.model), messages.change]}
              rows={[...rows.filter(isKnown), totalOf(rows)].map(({ name, cost, other: at }) => ({
                key: name,
                cells: [name, money(cost), money(at), changeOf(cost, at)],
              }))}
            />
          )}
        </Answer>
      )}
    </Section>
  );
}

type Row = Awaited<ReturnType<typeof atOtherPrice>>[number];

/** Adds up the models whose cost is known both ways: a sum of different calls would compare nothing. */
function totalOf(rows: readonly Row[]): Row {
  const both = rows.filter(({ cost, other }) => cost !== null && other !== null);
  const sum = (of: (row: Row) => number | null) => both.reduce((total, row) => total + (of(row) ?? 0), 0);
  return { name: messages.total, cost: sum(({ cost }) => cost), other: sum(({ other }) => other) };
}

const isKnown = ({ cost, other }: Row): boolean => cost !== null || other !== null;

const money = (dollars: number | null): string => (dollars === null ? shared.unknown : formatMoney(dollars));

function changeOf(cost: number | null, other: number | null): string {
  if (cost === null || other === null) {
    return shared.unknown;
  }
  const change = other - cost;
  // What is left of a sum of fractions is no difference.
  if (Math.abs(change) <= 1e-9 * Math.max(cost, other)) {
    return messages.same;
  }
  return `${change < 0 ? '−' : '+'}${formatMoney(Math.abs(change))}`;
}
