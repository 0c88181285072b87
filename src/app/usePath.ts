import { locationService } from '@grafana/runtime';
import { useSyncExternalStore } from 'react';

const listen = (changed: () => void) => locationService.getHistory().listen(changed);
const path = () => locationService.getLocation().pathname;

/** Tracks the current path inside Grafana. */
export const usePath = (): string => useSyncExternalStore(listen, path);
