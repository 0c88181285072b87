import { Combobox as GrafanaCombobox } from '@grafana/ui';
import { isEqual } from 'lodash';
import React, { useState, type ComponentProps } from 'react';

type Props = ComponentProps<typeof GrafanaCombobox>;

/**
 * Grafana's menu, which keeps what is being typed while the page around it renders anew. It takes an equal option that
 * is another object for another choice, and writes its label over the typed text: a panel whose numbers arrive
 * then turned "error" into "Costerror".
 */
export const Combobox = ((props: Props) => {
  const kept = { ...props, options: useKept(props.options), value: useKept(props.value) } as Props;
  return <GrafanaCombobox {...kept} />;
}) as typeof GrafanaCombobox;

/** Returns the earlier object as long as the new one says the same. */
function useKept<Value>(value: Value): Value {
  const [kept, setKept] = useState(() => value);
  if (isEqual(kept, value)) {
    return kept;
  }
  setKept(() => value);
  return value;
}
