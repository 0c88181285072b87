import type { DataSourceInstanceSettings } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Button, ConfirmModal, EmptyState, Stack, TextLink } from '@grafana/ui';
import React, { useState } from 'react';

import type { SavedBudget } from '../../engine/settings/budgets.ts';
import { alertRules, dashboard } from '../links.ts';
import { Answer } from '../parts/Answer.tsx';
import { OfDataSource } from '../parts/OfDataSource.tsx';
import { useAgain } from '../parts/useAgain.ts';
import { useAsked } from '../parts/useAsked.ts';
import { useParameter } from '../parts/useParameter.ts';
import { messages as settingsMessages } from '../settings/messages.ts';
import { SettingsState } from '../settings/SettingsState.tsx';
import { useSettings, type Settings } from '../settings/useSettings.ts';
import { WayNotice } from '../settings/WayNotice.tsx';
import { YamlDrawer } from '../settings/YamlDrawer.tsx';
import { BudgetDrawer } from './BudgetDrawer.tsx';
import { BudgetTable } from './BudgetTable.tsx';
import { budgetsIn, changing } from './change.ts';
import { Forecast } from './Forecast.tsx';
import { messages } from './messages.ts';
import { readStates, type States } from './states.ts';

/** Lists budgets with their states, and changes them. */
export default function BudgetsPage() {
  return (
    <PluginPage subTitle={messages.subtitle}>
      <OfDataSource>{(dataSource) => <Budgets dataSource={dataSource} />}</OfDataSource>
    </PluginPage>
  );
}

function Budgets({ dataSource }: { dataSource: DataSourceInstanceSettings }) {
  const { uid } = dataSource;
  const settings = useSettings(dataSource);
  const { asked } = settings;
  const source = asked.value;
  const all = source ? budgetsIn(source.jsonData) : [];
  // A saved change is another question: the data source begins anew with it.
  const states = useAsked(all.length > 0 ? `${uid} ${JSON.stringify(all)}` : undefined, () => readStates(uid));
  useAgain(states, settings.known);
  const [shown, show] = useParameter('budget');
  const [begun, setNew] = useParameter('new');
  const [edited, edit] = useState<{ budget: SavedBudget | undefined } | undefined>(
    begun === '' ? undefined : { budget: undefined }
  );
  const close = () => {
    setNew('');
    edit(undefined);
  };
  const add = (
    <Button icon="plus" onClick={() => edit({ budget: undefined })}>
      {messages.add}
    </Button>
  );
  return (
    <Answer asked={asked} what={settingsMessages.settings}>
      {() => (
        <Stack direction="column" gap={2}>
          <WayNotice settings={settings} />
          {edited === undefined && <SettingsState settings={settings} />}
          {all.length === 0 ? (
            <EmptyState variant="call-to-action" message={messages.none} button={add}>
              {messages.noneText}
            </EmptyState>
          ) : (
            <>
              <Stack gap={2} alignItems="center" wrap="wrap">
                {add}
                <TextLink href={dashboard('genai-budgets', { datasource: uid })}>{messages.dashboard}</TextLink>
                <TextLink href={alertRules()}>{messages.rules}</TextLink>
              </Stack>
              <Listed
                settings={settings}
                all={all}
                states={states.value}
                shown={shown}
                onShow={(name) => show(name === shown ? '' : name)}
                onEdit={(budget) => edit({ budget })}
              />
              {states.value === undefined && (
                <Answer asked={states} what={messages.states}>
                  {() => null}
                </Answer>
              )}
              <Shown uid={uid} all={all} states={states.value} shown={shown} />
            </>
          )}
          {edited && (
            <BudgetDrawer
              uid={uid}
              settings={settings}
              others={all.filter((one) => one !== edited.budget)}
              budget={edited.budget}
              all={all}
              onClose={close}
            />
          )}
        </Stack>
      )}
    </Answer>
  );
}

function Shown({
  uid,
  all,
  states,
  shown,
}: {
  uid: string;
  all: readonly SavedBudget[];
  states: States | undefined;
  shown: string;
}) {
  const budget = all.find(({ name }) => name === shown);
  const state = states?.budgets.find(({ name }) => name === shown);
  return states && budget && state ? <Forecast uid={uid} budget={budget} state={state} at={states.at} /> : null;
}

interface ListedProps {
  settings: Settings;
  all: readonly SavedBudget[];
  states: States | undefined;
  shown: string;
  onShow: (name: string) => void;
  onEdit: (budget: SavedBudget) => void;
}

/** The table, and what is asked before a budget is deleted. */
function Listed({ settings, all, states, shown, onShow, onEdit }: ListedProps) {
  const [removed, remove] = useState<SavedBudget>();
  const without = (list: readonly SavedBudget[]) => list.filter(({ name }) => name !== removed?.name);
  const close = () => remove(undefined);
  return (
    <>
      <BudgetTable budgets={all} states={states} shown={shown} onShow={onShow} onEdit={onEdit} onRemove={remove} />
      {removed && settings.way === 'save' && (
        <ConfirmModal
          isOpen
          title={messages.removeLabel(removed.name)}
          body={messages.removeText(removed.name)}
          confirmText={messages.remove}
          onConfirm={async () => {
            await settings.save(changing(without));
            close();
          }}
          onDismiss={close}
        />
      )}
      {removed && settings.way !== 'save' && (
        <YamlDrawer
          title={messages.removeLabel(removed.name)}
          changes={{ budgets: without(all) }}
          way={settings.way}
          onClose={close}
        />
      )}
    </>
  );
}
