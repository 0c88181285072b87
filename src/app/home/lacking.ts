import { budgets, prices, setup } from '../links.ts';
import { formatNumber, formatSeconds } from '../alerts/format.ts';
import type { Health } from './api.ts';
import { messages } from './messages.ts';
import type { Traffic } from './traffic.ts';

/** Something that is missing, and the page that helps. */
export interface Lacking {
  what: string;
  repair: string;
  href: string;
}

/** What a data source is known of; a part that has not arrived is left out. */
export interface Known {
  uid: string;
  health: Health | undefined;
  traffic: Traffic | undefined;
  /** Whether any evaluation scored any feature. */
  scored: boolean | undefined;
  hasBudgets: boolean;
}

/** Shares above which nothing is said: a few odd calls are always among them. */
const nearlyAll = 0.99;

/** Minutes behind which closed hours lag: an hour is over, and its first quarter waited for. */
const tierLag = 180;

/** Lists what is missing, what hurts most first. */
export function lackingOf({ uid, health, traffic, scored, hasBudgets }: Known): Lacking[] {
  const at = (step: string) => setup({ ds: uid, step });
  const { lacking, repair } = messages;
  const uncovered = (share: number | null | undefined) =>
    share === null || share === undefined || share >= nearlyAll ? undefined : formatNumber(1 - share, 'percentunit');
  const [unpriced, tokens, feature, prompt] = [traffic?.priced, traffic?.tokens, traffic?.feature, traffic?.prompt].map(
    uncovered
  );
  const found: (Lacking | undefined | false)[] = [
    health?.ok && health.spans === 0 && { what: lacking.spans, repair: repair.setup, href: at('detect') },
    tokens !== undefined && { what: lacking.tokens(tokens), repair: repair.checks, href: at('checks') },
    unpriced !== undefined && { what: lacking.priced(unpriced), repair: repair.prices, href: prices({ ds: uid }) },
    feature !== undefined && { what: lacking.feature(feature), repair: repair.mapping, href: at('mapping') },
    scored === false && !!traffic?.requests && { what: lacking.scores, repair: repair.checks, href: at('checks') },
    prompt !== undefined && { what: lacking.prompt(prompt), repair: repair.checks, href: at('checks') },
    health !== undefined &&
      health.unknownScopes.length > 0 && {
        what: lacking.unknownScopes(health.unknownScopes.join(', ')),
        repair: repair.checks,
        href: at('checks'),
      },
    health?.ok && !!health.spans && !health.tiers && { what: lacking.tiers, repair: repair.tiers, href: at('tiers') },
    health?.tiers !== undefined &&
      health.tiers.lagMinutes > tierLag && {
        what: lacking.tiersLate(formatSeconds(health.tiers.lagMinutes * 60)),
        repair: repair.tiers,
        href: at('tiers'),
      },
    !hasBudgets && { what: lacking.budgets, repair: repair.budgets, href: budgets({ ds: uid }) },
  ];
  return found.filter((one): one is Lacking => !!one);
}
