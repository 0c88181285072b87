import { Alert, Field, RadioButtonGroup, Spinner, Stack } from '@grafana/ui';
import React, { useMemo, useState } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { tunablesOf, type AlertRule } from '../../engine/alerts/rule.ts';
import { Section } from '../parts/Section.tsx';
import { Chart } from './Chart.tsx';
import { Facts } from './Facts.tsx';
import { Firings } from './Firings.tsx';
import { Guards } from './Guards.tsx';
import { Incidents } from './Incidents.tsx';
import { messages } from './messages.ts';
import { OtherValues } from './OtherValues.tsx';
import { backtestRequest } from './request.ts';
import { seriesOf } from './series.ts';
import { mainNumber } from './trials.ts';
import { useBacktest } from './useBacktest.ts';
import { useIncidents } from './useIncidents.ts';

interface Props {
  /** The tuned rule. */
  rule: AlertRule;
  datasourceUid: string;
  /** Seconds between evaluations. */
  interval: number;
  onTake: (id: string, number: number) => void;
}

const day = 86_400_000;
const periods = [1, 7, 14, 30].map((value) => ({ value, label: messages.days(value) }));

/** Shows what the rule would have done in the last days. */
export function Replay({ rule, datasourceUid, interval, onTake }: Props) {
  const main = mainNumber(rule);
  const [days, setDays] = useState(7);
  const [to] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const [drawn, setDrawn] = useState(main?.refId ?? rule.value);
  const [triedId, setTried] = useState(main?.id);
  const [incidents, setIncidents] = useIncidents(rule.uid);

  const from = to - days * day;
  const numbers = tunablesOf(rule);
  const tried = numbers.find(({ id }) => id === triedId);
  const all = useMemo(() => seriesOf(rule), [rule]);
  const series = all.find(({ refId }) => refId === drawn) ?? all[0];
  const bound = numbers.find(({ refId }) => refId === drawn);
  const request = useMemo(
    () => backtestRequest({ rule, datasourceUid, from, to, interval, incidents, tried, drawn }),
    [rule, datasourceUid, from, to, interval, incidents, tried, drawn]
  );
  const { result, loading, failure } = useBacktest(datasourceUid, request);

  return (
    <Stack direction="column" gap={3}>
      <Section title={messages.replay}>
        <Stack gap={2} wrap="wrap" alignItems="flex-end">
          <Field noMargin label={messages.period}>
            <RadioButtonGroup
              id="period"
              aria-label={messages.period}
              options={periods}
              value={days}
              onChange={setDays}
            />
          </Field>
          <Field noMargin label={messages.draw}>
            <Combobox
              id="draw"
              width={40}
              options={all.map(({ refId, title }) => ({ value: refId, label: title }))}
              value={drawn}
              onChange={({ value }) => setDrawn(value)}
            />
          </Field>
          {loading && <Spinner aria-label={messages.replaying} />}
        </Stack>
        {failure !== undefined && (
          <Alert severity="error" title={messages.replayFailed}>
            {failure}
          </Alert>
        )}
        {result && series && (
          <>
            {[...(result.ticks.coarser === null ? [] : [result.ticks.coarser]), ...result.notices].map((notice) => (
              <Alert key={notice} severity="info" title={notice} />
            ))}
            <Facts result={result} />
            <Chart result={result} series={series} bound={bound} from={from} to={to} incidents={incidents} />
          </>
        )}
        {rule.guards.length > 0 && <Guards rule={rule} all={all} />}
      </Section>
      {result && series && (
        <>
          {tried && (
            <OtherValues
              result={result}
              numbers={numbers}
              tried={tried}
              incidents={incidents.length}
              onTry={setTried}
              onTake={(number) => onTake(tried.id, number)}
            />
          )}
          <Incidents incidents={incidents} to={to} onChange={setIncidents} />
          <Firings result={result} series={series} to={to} incidents={incidents} onChange={setIncidents} />
        </>
      )}
    </Stack>
  );
}
