import { locationService } from '@grafana/runtime';
import { useCallback, useSyncExternalStore } from 'react';

const listen = (changed: () => void) => locationService.getHistory().listen(changed);

/** Keeps a choice in the URL, so that a link leads to the page as it is. An empty text removes it. */
export function useParameter(name: string): [value: string, set: (value: string) => void] {
  const value = useSyncExternalStore(
    listen,
    () => new URLSearchParams(locationService.getLocation().search).get(name) ?? ''
  );
  const set = useCallback(
    (next: string) => locationService.partial({ [name]: next === '' ? null : next }, true),
    [name]
  );
  return [value, set];
}
