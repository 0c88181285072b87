import type { DataSourceInstanceSettings } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';

import { priceProblems } from '../../engine/pricing/synced.ts';
import { priceMeta } from '../../engine/pricing/version.ts';
import { defaultPriceSettings } from '../../engine/settings/prices.ts';
import { Answer } from '../parts/Answer.tsx';
import { OfDataSource } from '../parts/OfDataSource.tsx';
import { useAgain } from '../parts/useAgain.ts';
import { useAsked } from '../parts/useAsked.ts';
import { useDays } from '../parts/useDays.ts';
import { messages as settingsMessages } from '../settings/messages.ts';
import { SettingsState } from '../settings/SettingsState.tsx';
import { useSettings } from '../settings/useSettings.ts';
import { WayNotice } from '../settings/WayNotice.tsx';
import { pricesIn } from './change.ts';
import { messages } from './messages.ts';
import { ModelTable } from './ModelTable.tsx';
import { OtherModel } from './OtherModel.tsx';
import { Summary } from './Summary.tsx';
import { pricesOf, usageOf } from './usage.ts';

const ranges = [1, 7, 30];
const rangeOptions = ranges.map((days) => ({ value: days, label: messages.modelsOf(days) }));

/** Shows which price each model has, and sets the prices that are missing. */
export default function PricesPage() {
  return (
    <PluginPage subTitle={messages.subtitle}>
      <OfDataSource>{(dataSource) => <Prices dataSource={dataSource} />}</OfDataSource>
    </PluginPage>
  );
}

function Prices({ dataSource }: { dataSource: DataSourceInstanceSettings }) {
  const { uid } = dataSource;
  const settings = useSettings(dataSource);
  const { days, range, choose } = useDays(ranges, 7);
  const saved = settings.asked.value?.jsonData['prices'];
  const read = pricesIn({ prices: saved });
  // Another price is another answer: the data source begins anew with it.
  const key = settings.asked.value && `${uid} ${days} ${JSON.stringify(saved ?? null)}`;
  const usage = useAsked(key, () => usageOf(uid, range));
  useAgain(usage, settings.known);
  const table = useAsked(uid, () => pricesOf(uid, range.to));
  const problems = table.value ? priceProblems(table.value) : [];
  const prices = read.ok ? read.prices : defaultPriceSettings;
  return (
    <Answer asked={settings.asked} what={settingsMessages.settings}>
      {() => (
        <Stack direction="column" gap={3}>
          <WayNotice settings={settings} />
          {!read.ok && (
            <Alert severity="error" title={messages.wrongSetting} bottomSpacing={0}>
              {read.problem}
            </Alert>
          )}
          {problems.length > 0 && (
            <Alert severity="warning" title={messages.problems} bottomSpacing={0}>
              {problems.map((problem) => (
                <div key={problem}>{problem}</div>
              ))}
            </Alert>
          )}
          <SettingsState settings={settings} />
          <div>
            <RadioButtonGroup aria-label={messages.range} options={rangeOptions} value={days} onChange={choose} />
          </div>
          <Answer asked={usage} what={messages.models}>
            {(all) => (
              <>
                <Summary usage={all} table={table.value && priceMeta(table.value.prices)} />
                {all.length === 0 ? (
                  <p>{messages.none}</p>
                ) : (
                  <>
                    <ModelTable
                      uid={uid}
                      usage={all}
                      range={range}
                      prices={prices}
                      synced={table.value?.prices}
                      settings={settings}
                    />
                    <OtherModel uid={uid} range={range} prices={prices} synced={table.value?.prices} />
                  </>
                )}
              </>
            )}
          </Answer>
        </Stack>
      )}
    </Answer>
  );
}
