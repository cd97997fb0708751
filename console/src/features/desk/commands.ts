/** Everything a person can do at the desk. The page, its keys, the command bar and the tests are views of it. */

import { alt, f, single } from "../../commands/keys.ts"
import type { Command } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"

type Done = Promise<Answer> | undefined

/** What the commands need of the desk; the page's `Desk` is one. */
export interface DeskActions {
  readonly offered: unknown
  readonly waiting: readonly unknown[]
  readonly call: { readonly state: string } | undefined
  readonly case: { readonly state: string; readonly help_sent_at: string | null } | undefined
  readonly me: { readonly stand: string } | undefined
  readonly missing: readonly string[]
  readonly run: unknown
  readonly dictation: { readonly current: string | null } | undefined
  readonly offeredCards: readonly string[]
  readonly nearMarked: string | null
  readonly alarms: readonly unknown[]
  acknowledge(): Done
  ready(): Done
  choosePause(): void
  answer(): Done
  hold(): Done
  hangUp(): Done
  newCase(): Done
  askHelp(): Done
  record(): Done
  sendHelp(): Done
  undo(): Done
  sayCurrent(): Promise<Answer | undefined> | undefined
  back(): Done
  repeat(): Done
  markNext(): Done
  nextMetronome(): Done
  joinMarked(): Done
  openClosing(): void
  openFinding(): void
  editPlace(): void
  writeMessage(): void
}

/** Why something cannot be done now, or true. */
const need = (there: unknown, why: MessageKey): true | MessageKey => (there ? true : why)

export function deskCommands(desk: DeskActions): readonly Command[] {
  const inCall = () => need(desk.call, "desk.why_no_call")
  const inCase = () => need(desk.case, "desk.why_no_case")
  const talking = () => need(desk.call && desk.call.state !== "ended", "desk.why_no_call")
  return [
    {
      id: "desk.answer",
      label: "desk.answer",
      key: alt("A"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.answer"],
      when: () =>
        desk.call
          ? "desk.why_in_call"
          : need(desk.offered || desk.waiting.length > 0, "desk.why_none_waiting"),
      run: () => desk.answer(),
    },
    {
      id: "desk.ready",
      label: "desk.ready",
      key: alt("P"),
      permission: PERMISSION.DESK_STAND,
      sends: ["calls.stand_ready", "calls.pause"],
      when: () => (desk.call ? "desk.why_in_call" : true),
      run: () => {
        if (desk.me?.stand !== "ready") return desk.ready()
        desk.choosePause()
        return undefined
      },
    },
    {
      id: "desk.send",
      label: desk.case?.help_sent_at ? "desk.send_more" : "desk.send",
      facts: () => ({ count: desk.missing.length }),
      key: f(9),
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.send_help"],
      when: () =>
        desk.case?.help_sent_at ? need(desk.missing.length > 0, "desk.why_nothing_more") : inCase(),
      run: () => desk.sendHelp(),
    },
    {
      id: "desk.hold",
      label: desk.call?.state === "held" ? "desk.resume" : "desk.hold",
      key: alt("W"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.hold", "calls.resume"],
      when: talking,
      run: () => desk.hold(),
    },
    {
      id: "desk.new_case",
      label: "desk.new_case",
      key: alt("N"),
      permission: PERMISSION.CASE_OPEN,
      sends: ["cases.open"],
      when: () => (desk.case ? "desk.why_has_case" : true),
      run: () => desk.newCase(),
    },
    {
      id: "desk.find",
      label: "desk.find",
      key: alt("B"),
      permission: PERMISSION.CASE_LOOK,
      run: () => desk.openFinding(),
    },
    {
      id: "desk.message",
      label: "desk.message",
      key: alt("G"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.write", "cases.note"],
      when: () => need(desk.call || desk.case, "desk.why_no_call"),
      run: () => desk.writeMessage(),
    },
    {
      id: "desk.acknowledge",
      label: "desk.acknowledge",
      key: alt("V"),
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["followup.answer_watch"],
      when: () => need(desk.alarms.length > 0, "desk.why_no_alarm"),
      run: () => desk.acknowledge(),
    },
    {
      id: "desk.ask_help",
      label: "desk.ask_help",
      key: alt("H"),
      permission: PERMISSION.DESK_STAND,
      sends: ["calls.ask_help"],
      run: () => desk.askHelp(),
    },
    {
      id: "desk.record",
      label: "desk.record",
      permission: PERMISSION.CALL_RECORD,
      sends: ["calls.record"],
      when: () => (desk.call ? "desk.why_in_call" : true),
      run: () => desk.record(),
    },
    {
      id: "desk.edit_place",
      label: "desk.edit_place",
      permission: PERMISSION.CASE_LOCATE,
      sends: ["cases.locate"],
      when: inCase,
      run: () => desk.editPlace(),
    },
    {
      id: "desk.undo",
      label: "desk.undo",
      key: alt("Z"),
      permission: PERMISSION.TRIAGE_ASK,
      sends: ["triage.undo_answer"],
      when: () => need(desk.run, "desk.why_no_interview"),
      run: () => desk.undo(),
    },
    {
      id: "desk.join",
      label: "desk.join",
      key: alt("J"),
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.merge", "cases.link_call"],
      when: () => need(desk.nearMarked !== null && (desk.call || desk.case), "desk.why_none_marked"),
      run: () => desk.joinMarked(),
    },
    {
      id: "desk.hang_up",
      label: "desk.hang_up",
      key: alt("X"),
      permission: PERMISSION.CALL_CLOSE,
      sends: ["calls.hang_up"],
      twice: true,
      when: talking,
      run: () => desk.hangUp(),
    },
    {
      id: "desk.close",
      label: "desk.close",
      key: alt("Q"),
      permission: PERMISSION.CALL_CLOSE,
      sends: ["cases.close", "calls.dispose"],
      when: () => (desk.case ? true : inCall()),
      run: () => desk.openClosing(),
    },
    ...cardCommands(desk),
  ]
}

function cardCommands(desk: DeskActions): readonly Command[] {
  const card = () => need(desk.dictation, "desk.why_no_card")
  const common = { region: 6, permission: PERMISSION.INSTRUCT, placed: true } as const
  return [
    {
      ...common,
      id: "desk.card_said",
      label: "desk.card_said",
      key: single("Space"),
      sends: ["instructions.open_card", "instructions.say_step"],
      when: () => need(desk.dictation?.current || desk.offeredCards.length > 0, "desk.why_no_card"),
      run: () => desk.sayCurrent(),
    },
    {
      ...common,
      id: "desk.card_back",
      label: "desk.card_back",
      key: single("Backspace"),
      sends: ["instructions.back"],
      when: card,
      run: () => desk.back(),
    },
    {
      ...common,
      id: "desk.card_repeat",
      label: "desk.card_repeat",
      key: single("KeyR"),
      sends: ["instructions.repeat"],
      when: card,
      run: () => desk.repeat(),
    },
    {
      ...common,
      id: "desk.card_mark",
      label: "desk.card_mark",
      key: single("KeyM"),
      sends: ["instructions.mark"],
      when: card,
      run: () => desk.markNext(),
    },
    {
      ...common,
      id: "desk.card_metronome",
      label: "kit.metronome",
      key: single("KeyB"),
      sends: ["instructions.set_metronome"],
      when: card,
      run: () => desk.nextMetronome(),
    },
  ]
}
