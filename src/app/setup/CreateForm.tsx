import { Alert, Button, Field, Input, Stack } from '@grafana/ui';
import React, { useState, type FormEvent } from 'react';

import { reasonOf } from '../../components/reason.ts';
import { createDataSource, type Draft } from './connect.ts';
import { messages } from './messages.ts';

interface Props {
  /** Names of data sources that exist. */
  taken: readonly string[];
  onCreated: (uid: string) => void;
}

const fields: Array<{ id: keyof Draft; label: string; description?: string; placeholder?: string; type?: string }> = [
  { id: 'name', label: messages.name },
  { id: 'url', label: messages.url, description: messages.urlText, placeholder: messages.urlPlaceholder },
  { id: 'database', label: messages.database, description: messages.databaseText, placeholder: 'otel' },
  { id: 'user', label: messages.user, description: messages.userText, placeholder: 'default' },
  { id: 'password', label: messages.password, type: 'password' },
];

/** Asks for what a connection needs, and nothing else. */
export function CreateForm({ taken, onCreated }: Props) {
  const [draft, setDraft] = useState<Draft>({ name: free(taken), url: '', database: '', user: '', password: '' });
  const [creating, setCreating] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setCreating(true);
    setFailure(undefined);
    try {
      onCreated(await createDataSource(draft));
    } catch (reason) {
      setFailure(reasonOf(reason));
    }
    setCreating(false);
  };
  return (
    <form onSubmit={submit}>
      <Stack direction="column" gap={2}>
        {failure !== undefined && (
          <Alert severity="error" title={messages.notCreated} bottomSpacing={0}>
            {failure}
          </Alert>
        )}
        {fields.map(({ id, label, description, placeholder = '', type = 'text' }) => (
          <Field key={id} noMargin label={label} {...(description === undefined ? {} : { description })}>
            <Input
              id={`create-${id}`}
              width={40}
              type={type}
              autoComplete={type === 'password' ? 'new-password' : 'off'}
              placeholder={placeholder}
              value={draft[id]}
              onChange={({ currentTarget: { value } }) => setDraft({ ...draft, [id]: value })}
            />
          </Field>
        ))}
        <div>
          <Button type="submit" disabled={creating || draft.name.trim() === '' || draft.url.trim() === ''}>
            {creating ? messages.creating : messages.createButton}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function free(taken: readonly string[]): string {
  let name = messages.usualName;
  for (let count = 2; taken.includes(name); count++) {
    name = `${messages.usualName} ${count}`;
  }
  return name;
}
