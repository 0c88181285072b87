import { askRows, numberOf, textOf, type Cell } from '../query.ts';

/** A call as it is read, beside what its span says. */
export interface SampleCall {
  key: string;
  model: string;
  /** Epoch milliseconds. */
  time: number;
  read: [name: string, value: string][];
  written: [name: string, value: string][];
}

const day = 86_400_000;
const minutes = 15 * 60_000;
const calls = 3;
const prefix = 'genai.';
/** Sums over the spans below, which are no part of the call itself. */
const sums = 'genai.total.';

/** Takes some of the latest calls, of which the trace has both the canonical fields and the attributes. */
export async function takeSample(uid: string, now: number): Promise<SampleCall[]> {
  const { rows } = await askRows(
    uid,
    { kind: 'spans', groupBy: ['model'], columns: ['duration'], filters: [], orderBy: 'time', limit: calls },
    { from: now - day, to: now }
  );
  const found = await Promise.all(
    rows.map(async (row): Promise<SampleCall[]> => {
      const [traceId, spanId, time] = [textOf(row['trace_id']), textOf(row['span_id']), numberOf(row['time']) ?? now];
      const range = { from: time - minutes, to: time + minutes };
      const { rows: spans } = await askRows(uid, { kind: 'trace', traceId, spanId }, range);
      const tags = tagsIn(spans.find((span) => span['spanID'] === spanId)?.['tags']);
      const read = tags.filter(([name]) => name.startsWith(prefix) && !name.startsWith(sums));
      return [
        {
          key: `${traceId} ${spanId}`,
          model: textOf(row['model']),
          time,
          read: read.map(([name, value]) => [name.slice(prefix.length), value]),
          written: tags.filter(([name]) => !name.startsWith(prefix)),
        },
      ];
    })
  );
  return found.flat();
}

/** Reads the tags of a span as Grafana's trace view gets them. */
function tagsIn(cell: Cell | undefined): [string, string][] {
  const tags: unknown = cell;
  return Array.isArray(tags) ? tags.map(({ key, value }: { key: string; value: unknown }) => [key, String(value)]) : [];
}
