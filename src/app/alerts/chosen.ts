import { tuned, type Choices } from '../../engine/alerts/choices.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import { UserError } from '../../engine/errors.ts';

export type Chosen = { ok: true; rule: AlertRule } | { ok: false; message: string };

/** The rule with the choices, or why it cannot be. */
export function chosenOf(rule: AlertRule, choices: Choices): Chosen {
  try {
    return { ok: true, rule: tuned(rule, choices) };
  } catch (reason) {
    if (reason instanceof UserError) {
      return { ok: false, message: reason.message };
    }
    throw reason;
  }
}
