/** Everything that can be done on the page of reviews. */

import { alt, single } from "../../commands/keys.ts"
import type { Command } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { Finding } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { corrects, LEVELS, proposed, replies, type Said, type Standing, submits, writes } from "./scoring.ts"

export type Asked = "remark" | "submit" | "correct" | "second" | "reply" | "close_safety"

export interface StudyActions {
  readonly standing: Standing
  readonly item: string | null
  readonly finding: Finding | undefined
  readonly now_ms: number
  take(): Promise<Answer>
  putBack(): Promise<Answer>
  score(level: Said): Promise<Answer | undefined>
  moment(): void
  ask(what: Asked): void
  choose(): void
}

export const SCORECARD = 4

export function studyCommands(study: StudyActions): readonly Command[] {
  const { standing, item, finding } = study
  const { review } = standing
  const onItem = (): true | MessageKey => {
    const may = review?.state === "submitted" ? corrects(standing) : writes(standing)
    return may === true && item === null ? "study.why_no_item" : may
  }
  const scoring = {
    region: SCORECARD,
    permission: PERMISSION.REVIEW_WRITE,
    sends: ["review.score", "review.correct"],
    placed: true,
    about: () => item,
    when: onItem,
  }
  return [
    {
      id: "study.choose",
      label: "study.choose",
      permission: PERMISSION.REVIEW_CHOOSE,
      sends: ["review.choose"],
      run: () => study.choose(),
    },
    {
      id: "study.take",
      label: "study.take",
      key: alt("A"),
      permission: PERMISSION.REVIEW_WRITE,
      sends: ["review.take"],
      when: () =>
        review === null
          ? "study.why_none"
          : (review.state ?? "chosen") === "chosen"
            ? true
            : "study.why_taken",
      run: () => study.take(),
    },
    ...LEVELS.map(
      (level, n): Command => ({
        ...scoring,
        id: `study.level_${level}`,
        label: `study.level.${level}`,
        key: single(`Digit${n + 1}`),
        run: () => study.score(level),
      }),
    ),
    {
      ...scoring,
      id: "study.level_na",
      label: "study.level.na",
      key: single("Digit0"),
      run: () => study.score(null),
    },
    {
      ...scoring,
      id: "study.confirm",
      label: "study.confirm",
      key: single("KeyC"),
      when: () => {
        const may = writes(standing)
        return may === true && proposed(finding) === undefined ? "study.why_untold" : may
      },
      run: () => study.score(proposed(finding) ?? null),
    },
    {
      ...scoring,
      id: "study.remark",
      label: "study.remark",
      key: single("KeyR"),
      when: () => writes(standing),
      run: () => study.ask("remark"),
    },
    {
      id: "study.moment",
      label: "study.moment",
      key: single("KeyM"),
      region: SCORECARD,
      placed: true,
      when: () => ((finding?.moments ?? []).length > 0 ? true : "study.why_no_moment"),
      run: () => study.moment(),
    },
    {
      id: "study.submit",
      label: "study.submit",
      key: alt("Q"),
      permission: PERMISSION.REVIEW_WRITE,
      sends: ["review.submit"],
      when: () => submits(standing),
      run: () => study.ask("submit"),
    },
    {
      id: "study.put_back",
      label: "study.put_back",
      permission: PERMISSION.REVIEW_WRITE,
      sends: ["review.put_back"],
      // What was scored is not kept in it.
      twice: true,
      when: () => writes(standing),
      about: () => standing.review?.id,
      run: () => study.putBack(),
    },
    {
      id: "study.second",
      label: "study.second",
      permission: PERMISSION.REVIEW_CHOOSE,
      sends: ["review.choose_second"],
      when: () =>
        review === null ? "study.why_none" : review.second_of == null ? true : "study.why_is_second",
      run: () => study.ask("second"),
    },
    {
      id: "study.reply",
      label: "study.reply",
      key: alt("C"),
      permission: PERMISSION.REVIEW_ANSWER,
      sends: ["review.reply"],
      when: () => replies(standing, study.now_ms),
      run: () => study.ask("reply"),
    },
    {
      id: "study.close_safety",
      label: "study.close_safety",
      permission: PERMISSION.REVIEW_SAFETY,
      sends: ["review.close_safety"],
      when: () => (review?.safety && review.safety.closed_at == null ? true : "study.why_no_flag"),
      run: () => study.ask("close_safety"),
    },
  ]
}
