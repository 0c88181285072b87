import { TextLink } from '@grafana/ui';
import React from 'react';

import { formatMoney, formatNumber } from '../alerts/format.ts';
import { budgets } from '../links.ts';
import { Answer } from '../parts/Answer.tsx';
import { Figures } from '../parts/Figures.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Panel } from '../parts/Panel.tsx';
import { messages as shared } from '../parts/messages.ts';
import { useAsked } from '../parts/useAsked.ts';
import { messages } from './messages.ts';
import { highestBudget, spentSince, type Spend } from './spend.ts';

interface Props {
  uid: string;
  /** The time zone in which days and months begin. */
  zone: string;
  hasBudgets: boolean;
  now: number;
}

/** Shows what was spent today and this month, and the budget that is used up most. */
export function Spending({ uid, zone, hasBudgets, now }: Props) {
  const today = useAsked(uid, () => spentSince(uid, 'day', zone, now));
  const month = useAsked(uid, () => spentSince(uid, 'month', zone, now));
  const highest = useAsked(hasBudgets ? uid : undefined, () => highestBudget(uid));
  const failed = [today, month].find(({ failure }) => failure !== undefined);
  const again = () => [today, month].forEach((one) => one.again());
  return (
    <Panel title={messages.spending} actions={<TextLink href={budgets({ ds: uid })}>{messages.openBudgets}</TextLink>}>
      {failed ? (
        <Answer asked={{ ...failed, again }} what={messages.spending}>
          {() => null}
        </Answer>
      ) : (
        <Figures
          figures={[
            figureOf(messages.today, today.value),
            figureOf(messages.month, month.value),
            {
              name: messages.budget,
              ...(hasBudgets
                ? {
                    value: highest.value ? formatNumber(highest.value.share, 'percentunit') : shared.unknown,
                    note: highest.failure ?? highest.value?.name ?? '',
                  }
                : { value: shared.unknown, note: messages.noBudgets }),
            },
          ]}
        />
      )}
      <Muted>{messages.inZone(zone)}</Muted>
    </Panel>
  );
}

function figureOf(name: string, spend: Spend | undefined) {
  return {
    name,
    value: spend ? formatMoney(spend.cost) : '…',
    ...(spend && spend.unpriced > 0 ? { note: messages.unpriced(formatNumber(spend.unpriced, 'short')) } : {}),
  };
}
