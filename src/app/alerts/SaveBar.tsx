import { Alert, Button, Stack, TextLink } from '@grafana/ui';
import React, { useState } from 'react';

import type { AlertRule } from '../../engine/alerts/rule.ts';
import { reasonOf } from '../../components/reason.ts';
import { alertRule, inAlerting } from '../links.ts';
import { may } from '../permissions.ts';
import { ExportDrawer } from './ExportDrawer.tsx';
import { messages } from './messages.ts';
import { rulerRule, save, type Place } from './save.ts';
import { SaveDrawer } from './SaveDrawer.tsx';
import { freeUid, type Entry, type Standing } from './standing.ts';

interface Props {
  entry: Entry;
  standing: Standing | undefined;
  /** The tuned rule, if the choices are valid. */
  chosen: AlertRule | undefined;
  datasourceUid: string | undefined;
  onSaved: () => Promise<void>;
}

type Outcome = { title: string; uid: string } | { failure: string };

/** Creates, changes, copies and exports the rule, as far as the user's permissions allow. */
export function SaveBar({ entry, standing, chosen, datasourceUid, onSaved }: Props) {
  const { rule, group, standings } = entry;
  const [open, setOpen] = useState<'save' | 'export'>();
  const [saving, setSaving] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const locked = standing && standing.origin !== 'grafana' ? standing.origin : undefined;
  const editable = standing !== undefined && locked === undefined;
  const permission = editable ? 'alert.rules:write' : 'alert.rules:create';
  const heading = standing ? messages.copy : messages.create;
  const ready = chosen !== undefined && datasourceUid !== undefined;

  const put = async (made: AlertRule, place: Place, kept?: Standing) => {
    await save(rulerRule(made, datasourceUid ?? '', kept?.rule), place, kept?.rule);
    setOutcome({ title: made.title, uid: made.uid });
    await onSaved();
  };

  const change = async (made: AlertRule, kept: Standing) => {
    const { namespace_uid: folderUid = '', rule_group: name = '', intervalSeconds } = kept.rule.grafana_alert;
    setSaving(true);
    try {
      const place = { folderUid, group: name, interval: intervalSeconds ?? group.interval };
      await put({ ...made, uid: kept.uid }, place, kept);
    } catch (reason) {
      setOutcome({ failure: reasonOf(reason) });
    }
    setSaving(false);
  };

  return (
    <Stack direction="column" gap={1}>
      {locked && <Alert severity="info" title={messages.locked[locked]} />}
      {!may(permission) && <Alert severity="info" title={messages.mayNot(permission)} />}
      {outcome && 'failure' in outcome && (
        <Alert severity="error" title={messages.saveFailed}>
          {outcome.failure}
        </Alert>
      )}
      {outcome && 'uid' in outcome && (
        <Alert severity="success" title={messages.savedText(outcome.title)}>
          <Stack gap={2}>
            {outcome.uid !== standing?.uid && (
              <TextLink href={alertRule(outcome.uid)}>{messages.tuneLabel(outcome.title)}</TextLink>
            )}
            <TextLink href={inAlerting(outcome.uid)}>{messages.openRule}</TextLink>
          </Stack>
        </Alert>
      )}
      <Stack gap={1} wrap="wrap">
        {editable && may('alert.rules:write') && (
          <Button icon="save" disabled={!ready || saving} onClick={() => chosen && change(chosen, standing)}>
            {saving ? messages.saving : messages.save}
          </Button>
        )}
        {may('alert.rules:create') && (
          <Button
            icon={standing ? 'copy' : 'plus'}
            variant={editable ? 'secondary' : 'primary'}
            disabled={!ready}
            onClick={() => setOpen('save')}
          >
            {heading}
          </Button>
        )}
        <Button icon="file-export" variant="secondary" disabled={!ready} onClick={() => setOpen('export')}>
          {messages.exportRule}
        </Button>
      </Stack>
      {open === 'save' && chosen && (
        <SaveDrawer
          heading={heading}
          title={standing ? messages.copyName(chosen.title) : chosen.title}
          folder={group.folder}
          // Grafana does not allow adding to a group that is provisioned.
          group={locked ? messages.copyName(group.name) : group.name}
          onClose={() => setOpen(undefined)}
          onSave={async ({ title, ...place }) => {
            const made = { ...chosen, title, uid: freeUid(rule, standings) };
            await put(made, { ...place, interval: group.interval });
            setOpen(undefined);
          }}
        />
      )}
      {open === 'export' && chosen && (
        <ExportDrawer
          group={group}
          rule={{ ...chosen, uid: standing?.uid ?? rule.uid }}
          datasourceUid={datasourceUid}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Stack>
  );
}
