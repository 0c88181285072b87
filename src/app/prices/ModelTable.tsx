import { Badge, Button, Stack } from '@grafana/ui';
import React, { useState } from 'react';

import { matchedPrice, type MatchedPrice } from '../../engine/pricing/matched.ts';
import type { PriceSettings } from '../../engine/settings/prices.ts';
import type { SyncedPrices } from '../../engine/source/description.ts';
import { formatMoney, formatNumber } from '../alerts/format.ts';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import type { Range } from '../query.ts';
import { YamlDrawer } from '../settings/YamlDrawer.tsx';
import type { Settings } from '../settings/useSettings.ts';
import { withoutPrice } from './change.ts';
import { DifferenceCell } from './DifferenceCell.tsx';
import { messages } from './messages.ts';
import { PriceForm } from './PriceForm.tsx';
import { PriceText } from './PriceText.tsx';
import { keyOf, nameOf, type Usage } from './usage.ts';

interface Props {
  uid: string;
  usage: readonly Usage[];
  range: Range;
  prices: PriceSettings;
  synced: SyncedPrices | undefined;
  settings: Settings;
}

const head = [messages.model, messages.price, messages.source, messages.cost, messages.difference, messages.actions];

/** Lists the models with their prices, where they come from, and what can be done about them. */
export function ModelTable({ uid, usage, range, prices, synced, settings }: Props) {
  const [edited, edit] = useState<string>();
  const [removed, remove] = useState<MatchedPrice['override']>();
  return (
    <Section title={messages.models}>
      <Table
        label={messages.models}
        head={head}
        widths={['auto', '210px', '220px', '130px', '190px', '250px']}
        rows={usage.map((one) => {
          const [key, name] = [keyOf(one), nameOf(one)];
          const matched = matchedPrice(one.models, prices, range.to, synced);
          const own = matched?.override;
          return {
            key,
            cells: [
              <React.Fragment key="model">
                {name}
                <Muted>
                  {[
                    one.models[0]?.provider,
                    one.models[1]?.model,
                    messages.requestsOf(formatNumber(one.requests, 'short')),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Muted>
              </React.Fragment>,
              <PriceText key="price" matched={matched} unpriced={one.unpriced} />,
              <SourceText key="source" matched={matched} />,
              one.cost === null ? shared.unknown : formatMoney(one.cost),
              <DifferenceCell key="difference" uid={uid} usage={one} range={range} />,
              edited === key ? (
                <PriceForm
                  key="form"
                  usage={one}
                  matched={matched}
                  settings={settings}
                  onClose={() => edit(undefined)}
                />
              ) : (
                <Stack key="actions" gap={1} wrap="wrap">
                  <Button
                    size="sm"
                    variant="secondary"
                    aria-label={own ? messages.editLabel(name) : messages.setLabel(name)}
                    onClick={() => edit(key)}
                  >
                    {own ? messages.edit : messages.set}
                  </Button>
                  {own && (
                    <Button
                      size="sm"
                      variant="secondary"
                      aria-label={messages.removeLabel(name)}
                      disabled={settings.saving}
                      onClick={() => (settings.way === 'save' ? settings.save(withoutPrice(own.price)) : remove(own))}
                    >
                      {messages.remove}
                    </Button>
                  )}
                </Stack>
              ),
            ],
          };
        })}
      />
      {removed && (
        <YamlDrawer
          title={messages.removeLabel(removed.price.model)}
          changes={withoutPrice(removed.price)(settings.asked.value?.jsonData ?? {})}
          way={settings.way}
          onClose={() => remove(undefined)}
        />
      )}
    </Section>
  );
}

function SourceText({ matched }: { matched: MatchedPrice | undefined }) {
  if (!matched) {
    return <Badge color="orange" text={messages.noPrice} />;
  }
  const { from, line, source, date, isAssumed, since } = matched;
  const named = line ? `${line.provider}/${line.model}` : '';
  return (
    <Stack direction="column" gap={0.5}>
      <Stack gap={0.5} wrap="wrap">
        {from === 'override' && <Badge color="blue" text={messages.isOwn} />}
        {from === 'free' && <Badge color="green" text={messages.isFree} />}
        {from === 'table' && (
          <Badge color="green" text={source === 'built-in' ? messages.fromBuiltIn : messages.fromSynced(source)} />
        )}
        {isAssumed && <Badge color="orange" text={messages.isAssumed} />}
      </Stack>
      {from === 'table' && <Muted>{isAssumed ? messages.assumedText(named) : messages.dated(named, date)}</Muted>}
      {since !== '' && <Muted>{messages.since(since)}</Muted>}
    </Stack>
  );
}
