import type { Page, Response } from '@playwright/test';
import { datasourceId, datasourceUid } from '../../tools/demo/grafana/names.ts';

export const datasource = { type: datasourceId, uid: datasourceUid };

/** A frame and an answer as Grafana's query API gives them. */
export interface Frame {
  schema: { meta?: { preferredVisualisationType?: string }; fields: Array<{ name: string }> };
  data: { values: unknown[][] };
}

export interface Results {
  results: Record<string, { error?: string; frames?: Frame[] }>;
}

export const isQuery = (response: Response): boolean => response.url().includes('/api/ds/query');

/** Whether a response is to a query whose request holds the text. */
export const asks = (text: string) => (response: Response) =>
  isQuery(response) && (response.request().postData() ?? '').includes(text);

/** Waits for the answer to a query of the kind. */
export const answerOf = (page: Page, kind: string): Promise<Response> =>
  page.waitForResponse(asks(`"kind":"${kind}"`), { timeout: 120_000 });
