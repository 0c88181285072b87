import { tuned, type Choices } from '../../engine/alerts/choices.ts';
import type { AlertRule } from '../../engine/alerts/rule.ts';
import { UserError } from '../../engine/errors.ts';

export type Chosen = { ok: true; rule: AlertRule } | { ok: false; message: string };

/** Applies the choices to the rule, or returns why they are not valid. */
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
