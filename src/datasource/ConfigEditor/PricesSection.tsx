import { ConfigSection } from '@grafana/plugin-ui';
import { Field } from '@grafana/ui';
import React, { useState } from 'react';

import { writeJson } from '../json.ts';
import { JsonField } from '../JsonField.tsx';
import { messages } from './messages.ts';
import { readPrices } from './prices.ts';
import { withSettings, type Props } from './props.ts';

/** Edits prices as JSON, and saves the text whenever it is valid. */
export function PricesSection({ options, onOptionsChange }: Props) {
  const { prices } = options.jsonData;
  const [text, setText] = useState(() => (prices === undefined ? '' : writeJson(prices)));
  const read = readPrices(text);

  const change = (typed: string) => {
    setText(typed);
    const next = readPrices(typed);
    if (typed !== text && next.ok) {
      onOptionsChange(withSettings(options, { prices: next.prices }));
    }
  };

  return (
    <ConfigSection
      title={messages.prices}
      description={messages.pricesDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      <Field
        label={messages.pricesField}
        description={messages.pricesFieldDescription}
        invalid={!read.ok}
        error={read.ok ? '' : read.problem}
        disabled={options.readOnly ?? false}
        noMargin
      >
        <JsonField label={messages.pricesField} text={text} disabled={options.readOnly ?? false} onChange={change} />
      </Field>
    </ConfigSection>
  );
}
