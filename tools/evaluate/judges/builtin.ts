import type { Variable } from '../variables.ts';

/** A judge that needs no prompt of one's own. */
interface BuiltIn {
  /** Calls without one of these are skipped, unless the evaluator says `requires`. */
  requires: readonly Variable[];
  prompt: string;
}

/** All are on a scale from 1, the worst, to 5. */
export const judges = {
  faithfulness: {
    requires: ['answer', 'context'],
    prompt: `Judge whether the answer is faithful to the context: whether every claim in it is supported there.
Do not judge whether the claims are true in the world, whether they are helpful, or how they are written.
A claim that the context contradicts weighs more than one that it does not mention.

5: every claim is supported by the context.
4: all that matters is supported; a minor detail is not.
3: the main claim is supported, others are not.
2: the main claim is not supported.
1: the answer contradicts the context, or is made up.

An answer that only says that the context does not tell is faithful if that is so.

Question:
{{question}}

Context:
{{context}}

Answer:
{{answer}}`,
  },
  relevance: {
    requires: ['question', 'answer'],
    prompt: `Judge whether the answer is about what was asked.
Do not judge whether it is true or complete.

5: all of it addresses the question.
4: it addresses the question, with something that nobody asked for.
3: it addresses a part of the question, or much of it is beside the point.
2: it only touches on the question.
1: it is about something else.

Question:
{{question}}

Answer:
{{answer}}`,
  },
  completeness: {
    requires: ['question', 'answer'],
    prompt: `Judge whether the answer covers everything that was asked.
Do not judge style, or whether more could be said that nobody asked for.

5: every part of the question is answered.
4: every part is answered, one of them only briefly.
3: a part is missing.
2: most is missing.
1: nothing that was asked is answered.

An answer that was cut off before its end is complete only as far as it goes.

Question:
{{question}}

Answer:
{{answer}}`,
  },
  tone: {
    requires: ['answer'],
    prompt: `Judge the tone of the answer: polite, clear and fitting for a customer, whatever the tone of the question.
Do not judge whether it is true or complete.

5: friendly and professional throughout.
4: professional, a little stiff or a little too casual.
3: neutral but cold, confusing or wordy.
2: impatient, condescending or careless.
1: rude, offensive or hostile.

Question:
{{question}}

Answer:
{{answer}}`,
  },
} as const satisfies Record<string, BuiltIn>;

export type JudgeId = keyof typeof judges;
export const judgeIds = Object.keys(judges) as [JudgeId, ...JudgeId[]];
