import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Violations that are Grafana's 12.2: a choice of several and a switch of its variables take no label; suffixes and headings are as they are. */
const ofGrafana = [
  /^aria-allowed-attr: <div class="[^"]*input-suffix"/,
  /^label: <input [^>]*aria-labelledby="downshift-:/,
  /^label: <input [^>]*data-testid="Variable editor Form/,
  /^heading-order: <h[1-6] class=/,
];

/** Finds what keeps somebody from using a part of a page. */
export async function violationsIn(page: Page, place: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(place).analyze();
  return violations
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
    .filter((violation) => !ofGrafana.some((known) => known.test(violation)));
}
