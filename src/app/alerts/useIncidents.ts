import { usePluginUserStorage } from '@grafana/runtime';
import { useEffect, useState } from 'react';

import type { Incident } from '../../engine/alerts/backtest/model.ts';

/** Keeps the incidents that the user marked for a rule, in Grafana's user storage or in the browser. */
export function useIncidents(uid: string): [Incident[], (incidents: Incident[]) => void] {
  const storage = usePluginUserStorage();
  const [incidents, setIncidents] = useState<Incident[]>([]);
  const key = `incidents.${uid}`;

  useEffect(() => {
    let current = true;
    const kept = (text: string | null) => {
      if (current) {
        // Incidents marked in the meantime are newer.
        setIncidents((marked) => (marked.length > 0 ? marked : read(text)));
      }
    };
    storage.getItem(key).then(kept, () => undefined);
    return () => {
      current = false;
    };
    // The storage is a new object on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);

  return [
    incidents,
    (marked) => {
      setIncidents(marked);
      // If they cannot be stored, they last as long as the page.
      storage.setItem(key, JSON.stringify(marked)).catch(() => undefined);
    },
  ];
}

/** Reads stored incidents; none if the text has another format. */
function read(text: string | null): Incident[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter(isIncident) : [];
  } catch {
    return [];
  }
}

function isIncident(value: unknown): value is Incident {
  const { from, to } = (value ?? {}) as Partial<Incident>;
  return Number.isFinite(from) && Number.isFinite(to);
}
