/** What Enter and the space bar do in the interview where nobody has gone to an answer: a press too many answers nothing. */

import { singleKey } from "../../commands/keys.ts"
import type { ConsoleCommand } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { CardActions } from "./card-commands.ts"

/** What these commands need of the desk. */
export interface InterviewActions
  extends Pick<CardActions, "dictation" | "offeredCards" | "over" | "readsOnly" | "sayCurrent"> {
  /** Whether the sentence of the card is on screen to be read; the card's region has focus if not. */
  showSentence(): boolean
}

export function interviewCommands(desk: InterviewActions): readonly ConsoleCommand[] {
  const stands = desk.dictation ? desk.dictation.current !== null : desk.offeredCards.length > 0
  const tells = stands && !desk.over
  const common = { region: 4, placed: true } as const
  return [
    {
      ...common,
      id: "desk.answer_chosen",
      label: "desk.answer_chosen",
      key: singleKey("Enter"),
      part: "answer",
      permission: PERMISSION.TRIAGE_ASK,
      when: () => "desk.why_choose_answer",
      run: () => undefined,
    },
    {
      ...common,
      id: "desk.said_beside",
      label: tells ? (desk.readsOnly ? "desk.step_send" : "desk.card_said") : "desk.answer_chosen",
      key: singleKey("Space"),
      part: tells ? "placed" : "answer",
      permission: PERMISSION.INSTRUCT,
      sends: ["instructions.open_card", "instructions.say_step", "instructions.send_step"],
      when: () => (tells ? true : "desk.why_choose_answer"),
      about: () => desk.dictation?.current,
      run: () => (desk.showSentence() ? desk.sayCurrent() : undefined),
    },
  ]
}
