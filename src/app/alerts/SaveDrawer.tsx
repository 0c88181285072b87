import { Alert, Button, Drawer, Field, Input, Stack } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { reasonOf } from '../../components/reason.ts';
import { createFolder, readFolders, type Folder } from './folders.ts';
import { messages } from './messages.ts';

export interface Destination {
  title: string;
  folderUid: string;
  group: string;
}

interface Props {
  heading: string;
  title: string;
  /** The title of a folder, which may not exist yet. */
  folder: string;
  group: string;
  onSave: (destination: Destination) => Promise<void>;
  onClose: () => void;
}

/** Asks where to save a new rule, and closes when the rule is saved. */
export function SaveDrawer({ heading, title: proposed, folder: usual, group: shipped, onSave, onClose }: Props) {
  const [title, setTitle] = useState(proposed);
  const [group, setGroup] = useState(shipped);
  const [folders, setFolders] = useState<Folder[]>([]);
  const [chosen, setFolder] = useState<string>();
  const folder = chosen ?? folders.find((one) => one.title === usual)?.uid ?? usual;
  const [failure, setFailure] = useState<string>();
  const [saving, setSaving] = useState(false);

  useEffect(() => {
    readFolders().then(setFolders, (reason: unknown) => setFailure(messages.foldersFailed(reasonOf(reason))));
  }, []);

  /** Finds or creates the folder: a text that is not a uid is the title of a new one, which exists if saving is retried. */
  const folderUid = async (): Promise<string> => {
    const known = folders.find(({ uid }) => uid === folder);
    if (known) {
      return known.uid;
    }
    const made = await createFolder(folder);
    setFolders([...folders, made]);
    setFolder(made.uid);
    return made.uid;
  };

  const submit = async () => {
    setSaving(true);
    setFailure(undefined);
    try {
      await onSave({ title, folderUid: await folderUid(), group });
    } catch (reason) {
      setFailure(reasonOf(reason));
      setSaving(false);
    }
  };

  return (
    <Drawer title={heading} size="sm" onClose={onClose}>
      <Stack direction="column" gap={2}>
        {failure !== undefined && (
          <Alert severity="error" title={messages.saveFailed}>
            {failure}
          </Alert>
        )}
        <Field noMargin label={messages.name}>
          <Input id="save-name" value={title} onChange={({ currentTarget: { value } }) => setTitle(value)} />
        </Field>
        <Field noMargin label={messages.folder} description={messages.newFolderText}>
          <Combobox
            id="save-folder"
            placeholder={messages.folderPlaceholder}
            createCustomValue
            options={folders.map(({ uid, title: label }) => ({ value: uid, label }))}
            value={folder}
            onChange={({ value }) => setFolder(value)}
          />
        </Field>
        <Field noMargin label={messages.group} description={messages.groupText}>
          <Input id="save-group" value={group} onChange={({ currentTarget: { value } }) => setGroup(value)} />
        </Field>
        <Stack gap={1}>
          <Button disabled={saving || title.trim() === '' || group.trim() === ''} onClick={submit}>
            {saving ? messages.saving : heading}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {messages.cancel}
          </Button>
        </Stack>
      </Stack>
    </Drawer>
  );
}
