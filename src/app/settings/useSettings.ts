import type { DataSourceInstanceSettings } from '@grafana/data';
import { useCallback, useEffect, useState } from 'react';

import { reasonOf } from '../../components/reason.ts';
import { useAsked, type Asked } from '../parts/useAsked.ts';
import { may } from '../permissions.ts';
import { Overtaken, readSource, saveSettings, type Changes, type JsonData, type Source } from './source.ts';

/** Milliseconds for which Grafana's server keeps a data source, and a little more. */
const keptMs = 6000;

/** What can be done with what a user enters: saved, put into the provisioning file, or handed to somebody who may save. */
export type Way = 'save' | 'file' | 'hand over';

export interface Settings {
  asked: Asked<Source>;
  way: Way;
  saving: boolean;
  /** Grows once the data source itself knows a save: what was asked before may have been answered by the settings before it. */
  known: number;
  outcome: Outcome | undefined;
  /** Saves changes of the settings as they are read; the outcome says how it went. Returns whether it was saved. */
  save: (change: (jsonData: JsonData) => Changes) => Promise<boolean>;
  /** Makes the change that was overtaken to the newer settings. */
  saveAnyway: () => Promise<boolean>;
  /** Takes the newer settings, or forgets the outcome. */
  dismiss: () => void;
}

export type Outcome = { saved: true } | { failure: string; overtaken?: Source };

/**
 * Loads the settings of a data source, and saves changes with the user's permissions. Who may not read them from Grafana's API
 * sees what the browser was given.
 */
export function useSettings(dataSource: DataSourceInstanceSettings): Settings {
  const [newer, setNewer] = useState<Source>();
  const [saving, setSaving] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [change, setChange] = useState<(jsonData: JsonData) => Changes>();
  const asked = useAsked(dataSource.uid, () =>
    may('datasources:read') ? readSource(dataSource.uid) : Promise.resolve(asGiven(dataSource))
  );
  const current = newer ?? asked.value;
  const [known, setKnown] = useState(0);
  const saved = outcome !== undefined && 'saved' in outcome ? newer?.version : undefined;
  useEffect(() => {
    const timer = saved === undefined ? undefined : setTimeout(() => setKnown(saved), keptMs);
    return () => clearTimeout(timer);
  }, [saved]);

  const write = useCallback(async (over: Source, wanted: (jsonData: JsonData) => Changes): Promise<boolean> => {
    setSaving(true);
    setOutcome(undefined);
    setChange(() => wanted);
    try {
      setNewer(await saveSettings(over, wanted));
      setOutcome({ saved: true });
      return true;
    } catch (reason) {
      setOutcome({ failure: reasonOf(reason), ...(reason instanceof Overtaken ? { overtaken: reason.now } : {}) });
      return false;
    } finally {
      setSaving(false);
    }
  }, []);

  const theirs = outcome && 'failure' in outcome ? outcome.overtaken : undefined;
  return {
    asked: current ? { ...asked, value: current, failure: undefined } : asked,
    way: current?.readOnly ? 'file' : may('datasources:write') ? 'save' : 'hand over',
    saving,
    known,
    outcome,
    save: (wanted) => (current ? write(current, wanted) : Promise.resolve(false)),
    saveAnyway: () => (theirs && change ? write(theirs, change) : Promise.resolve(false)),
    dismiss: () => {
      setOutcome(undefined);
      if (theirs) {
        setNewer(theirs);
      }
    },
  };
}

function asGiven({ uid, name, type, url = '', readOnly = false, jsonData }: DataSourceInstanceSettings): Source {
  return { uid, name, type, url, version: 0, readOnly, jsonData: { ...jsonData } };
}
