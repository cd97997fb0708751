/** Everything that can be done on the page of reviews. */

import { altKey, singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { ReviewFinding } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import {
  mayCorrect,
  mayReply,
  mayScore,
  maySubmit,
  proposedLevel,
  type ReviewContext,
  SCORE_LEVELS,
  type ScoreLevel,
} from "./scoring.ts"

export type ReviewPrompt = "remark" | "submit" | "correct" | "second" | "reply" | "close_safety"

export interface ReviewActions {
  readonly standing: ReviewContext
  readonly item: string | null
  readonly finding: ReviewFinding | undefined
  readonly now_ms: number
  /** The one that was chosen is still being read. */
  readonly opening: boolean
  take(): Promise<Answer>
  putBack(): Promise<Answer>
  score(level: ScoreLevel): Promise<Answer | undefined>
  moment(): void
  ask(what: ReviewPrompt): void
  choose(): void
}

export const SCORECARD = 4

export function reviewCommands(study: ReviewActions): readonly ConsoleCommand[] {
  const { standing, item, finding } = study
  const { review } = standing
  const onItem = (): true | MessageKey => {
    const may = review?.state === "submitted" ? mayCorrect(standing) : mayScore(standing)
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
      key: altKey("A"),
      permission: PERMISSION.REVIEW_WRITE,
      sends: ["review.take"],
      when: () =>
        review === null
          ? whenPresent(study.opening, "study.why_none")
          : (review.state ?? "chosen") === "chosen"
            ? true
            : "study.why_taken",
      run: () => study.take(),
    },
    ...SCORE_LEVELS.map(
      (level, n): ConsoleCommand => ({
        ...scoring,
        id: `study.level_${level}`,
        label: `study.level.${level}`,
        key: singleKey(`Digit${n + 1}`),
        run: () => study.score(level),
      }),
    ),
    {
      ...scoring,
      id: "study.level_na",
      label: "study.level.na",
      key: singleKey("Digit0"),
      run: () => study.score(null),
    },
    {
      ...scoring,
      id: "study.confirm",
      label: "study.confirm",
      key: singleKey("KeyC"),
      when: () => {
        const may = mayScore(standing)
        return may === true && proposedLevel(finding) === undefined ? "study.why_untold" : may
      },
      run: () => study.score(proposedLevel(finding) ?? null),
    },
    {
      ...scoring,
      id: "study.remark",
      label: "study.remark",
      key: singleKey("KeyR"),
      when: () => mayScore(standing),
      run: () => study.ask("remark"),
    },
    {
      id: "study.moment",
      label: "study.moment",
      key: singleKey("KeyM"),
      region: SCORECARD,
      placed: true,
      when: () => ((finding?.moments ?? []).length > 0 ? true : "study.why_no_moment"),
      run: () => study.moment(),
    },
    {
      id: "study.submit",
      label: "study.submit",
      key: altKey("Q"),
      permission: PERMISSION.REVIEW_WRITE,
      sends: ["review.submit"],
      when: () => maySubmit(standing),
      run: () => study.ask("submit"),
    },
    {
      id: "study.put_back",
      label: "study.put_back",
      permission: PERMISSION.REVIEW_WRITE,
      sends: ["review.put_back"],
      // What was scored is not kept in it.
      twice: true,
      when: () => mayScore(standing),
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
      key: altKey("C"),
      permission: PERMISSION.REVIEW_ANSWER,
      sends: ["review.reply"],
      when: () => mayReply(standing, study.now_ms),
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
