import { Alert, Badge, Field, Stack, type BadgeColor } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { Answer } from '../parts/Answer.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import { useAsked } from '../parts/useAsked.ts';
import { useParameter } from '../parts/useParameter.ts';
import type { Range } from '../query.ts';
import { Evidence } from './Evidence.tsx';
import { messages } from './messages.ts';
import { pText, valueText } from './texts.ts';
import { comparable, compareVersions, type Compared, type Version } from './versions.ts';

interface Props {
  uid: string;
  prompt: string;
  all: readonly Version[];
  range: Range;
  onCompare: (a: string, b: string) => void;
}

/** Compares two versions of a prompt, which the URL names; by default the latest with the one before. */
export function Comparison({ uid, prompt, all, range, onCompare }: Props) {
  const runs = comparable(all, prompt);
  const [namedA] = useParameter('a');
  const [namedB] = useParameter('b');
  const find = (name: string, otherwise: Version | undefined) =>
    runs.find(({ version }) => version === name) ?? otherwise;
  const [a, b] = [find(namedA, runs[1]), find(namedB, runs[0])];
  const differ = a !== undefined && b !== undefined && a !== b;
  const versions = { prompt, a: a?.version ?? '', b: b?.version ?? '' };
  const asked = useAsked(differ ? `${uid} ${JSON.stringify(versions)} ${range.from} ${range.to}` : undefined, () =>
    compareVersions(uid, versions, range)
  );
  if (runs.length < 2 || !a || !b) {
    return (
      <Section title={messages.comparison}>
        <p>{messages.onlyOne}</p>
      </Section>
    );
  }
  const options = runs.map(({ version }) => ({ value: version, label: version }));
  return (
    <Section title={messages.comparison}>
      <Stack gap={2} wrap="wrap">
        <Field noMargin label={messages.a} htmlFor="version-a">
          <Combobox
            id="version-a"
            width={30}
            options={options}
            value={a.version}
            onChange={({ value }) => onCompare(value, b.version)}
          />
        </Field>
        <Field noMargin label={messages.b} htmlFor="version-b">
          <Combobox
            id="version-b"
            width={30}
            options={options}
            value={b.version}
            onChange={({ value }) => onCompare(a.version, value)}
          />
        </Field>
      </Stack>
      {!differ ? (
        <p>{messages.chooseTwo}</p>
      ) : (
        <Answer asked={asked} what={messages.compared(a.version, b.version)}>
          {({ rows, notices }) => (
            <Stack direction="column" gap={2}>
              {notices.map((notice) => (
                <Alert key={notice} severity="info" title={notice} bottomSpacing={0} />
              ))}
              <Evidence uid={uid} prompt={prompt} a={a} b={b} rows={rows} range={range} />
              <Measures label={messages.compared(a.version, b.version)} rows={rows} />
            </Stack>
          )}
        </Answer>
      )}
    </Section>
  );
}

const colors: Record<string, BadgeColor> = { better: 'green', worse: 'red' };

function Measures({ label, rows }: { label: string; rows: readonly Compared[] }) {
  return (
    <>
      <Table
        label={label}
        head={[
          ...[messages.measure, messages.verdict, messages.valueA, messages.valueB, messages.difference],
          ...[messages.interval, messages.p, messages.count],
        ]}
        rows={rows.map(({ measure, unit, a, b, difference, low, high, p, countA, countB, verdict }) => ({
          key: measure,
          cells: [
            measure,
            <Verdict key="verdict" verdict={verdict} />,
            valueText(a, unit),
            valueText(b, unit),
            valueText(difference, unit, true),
            low === null || high === null
              ? shared.unknown
              : messages.until(valueText(low, unit, true), valueText(high, unit, true)),
            p === null ? shared.unknown : pText(p),
            `${countA.toLocaleString()} · ${countB.toLocaleString()}`,
          ],
        }))}
      />
      <Muted>{messages.test}</Muted>
    </>
  );
}

/** Marks what asks for something to be done. */
function Verdict({ verdict }: { verdict: string }) {
  const [color, text] = [colors[verdict], messages.verdicts[verdict] ?? verdict];
  return color ? <Badge color={color} text={text} /> : <>{text}</>;
}
