/** Everything a person can do at the desk. The page, its keys, the command bar and the tests are views of it. */

import { ALT_POINT, alt, f, single } from "../../commands/keys.ts"
import { type Command, need } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { cardCommands } from "./card-commands.ts"

type Done = Promise<Answer> | undefined

/** What the commands need of the desk; the page's `Desk` is one. */
export interface DeskActions {
  readonly offered: unknown
  readonly waiting: readonly unknown[]
  readonly call: { readonly id: string; readonly state: string } | undefined
  readonly case:
    | {
        readonly id: string
        readonly state: string
        readonly help_sent_at: string | null
        readonly reserved?: boolean
      }
    | undefined
  readonly me: { readonly stand: string } | undefined
  readonly missing: readonly string[]
  readonly run: unknown
  readonly dictation:
    | { readonly current: string | null; readonly marks: readonly unknown[]; readonly metronome: string }
    | undefined
  readonly offeredCards: readonly string[]
  readonly nearMarked: string | null
  /** A live case that the call in hand may tell of too. */
  readonly suggested: { readonly case: string; readonly number: number } | undefined
  joinSuggested(): Promise<Answer | undefined> | undefined
  putAside(): void
  readonly alarms: readonly { readonly id: string }[]
  readonly unread: readonly { readonly id: string }[]
  readonly unanswered: readonly unknown[]
  readonly otherCalls: readonly unknown[]
  readonly reassess: readonly string[]
  giveLink(): Promise<Answer | undefined>
  part(): Done
  reserve(): Done
  askAgain(): void
  openRelay(): void
  ring(): void
  identify(): void
  readonly openTasks: readonly unknown[]
  readonly toTell: readonly unknown[]
  acknowledge(): Done
  openTasksLayer(): void
  tell(): void
  ready(): Done
  choosePause(): void
  /** A call into which this desk is asked, or in which it takes part. */
  readonly guest: { readonly id: string } | undefined
  /** It rings here and nobody has answered yet. */
  readonly rings: boolean
  /** Whom this desk has asked into its call, the last first. */
  readonly party:
    | { readonly id: string; readonly name: string; readonly joined_at: string | null }
    | undefined
  readonly spoken: boolean
  /** Chooses whom to ask; once somebody is there, hands the caller on to them. */
  transfer(): Done
  askIn(whom: "anybody" | "interpreter"): void
  bringIn(): Done
  letGo(): Done
  answer(): Done
  hold(): Done
  readonly line: { readonly state: string; readonly muted: boolean }
  mute(): void
  lineAgain(): void
  hangUp(): Done
  newCase(): Done
  askHelp(): Done
  record(): Done
  sendHelp(): Done
  undo(): Done
  sayCurrent(): Promise<Answer | undefined> | undefined
  back(): Done
  repeat(): Done
  /** The recording of the step on screen, and the one that plays. */
  readonly recording: { readonly digest: string } | undefined
  readonly plays: string | undefined
  /** Whether anybody would hear it, or why not. */
  readonly audible: true | MessageKey
  play(): Promise<Answer | undefined> | undefined
  stopPlaying(): Done
  markNext(): Done
  nextMetronome(): Done
  joinMarked(): Promise<Answer | undefined> | undefined
  openClosing(): void
  report(what: "report" | "count"): void
  openFinding(): void
  openGoods(): void
  editPlace(): void
  writeMessage(): void
}

export function deskCommands(desk: DeskActions): readonly Command[] {
  const inCall = () => need(desk.call, "desk.why_no_call")
  const inCase = () => need(desk.case, "desk.why_no_case")
  const talking = () => need(desk.call && desk.call.state !== "ended", "desk.why_no_call")
  // J and K are about what was marked by hand, then about the line that asks, then about whoever is on the line: to
  // put a line aside by mistake harms nobody.
  const toMarked = desk.nearMarked !== null || !desk.suggested
  const spoken = () =>
    desk.spoken ? talking() : need(false, desk.call ? "voice.why_not_spoken" : "desk.why_no_call")
  return [
    {
      id: "desk.answer",
      label: desk.rings ? "voice.enter" : "desk.answer",
      key: alt("A"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.answer", "calls.answer_party"],
      when: () =>
        desk.call
          ? "desk.why_in_call"
          : need(desk.rings || desk.offered || desk.waiting.length > 0, "desk.why_none_waiting"),
      run: () => desk.answer(),
    },
    {
      id: "desk.ready",
      label: "desk.ready",
      key: alt("P"),
      permission: PERMISSION.DESK_STAND,
      sends: ["calls.stand_ready", "calls.pause"],
      when: () => (desk.call ? "desk.why_in_call" : true),
      about: () => desk.me?.stand,
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
      when: () => (desk.call?.state === "consulting" ? "voice.why_consulting" : talking()),
      about: () => desk.call?.state,
      run: () => desk.hold(),
    },
    {
      id: "desk.transfer",
      label:
        desk.party === undefined
          ? "voice.consult"
          : desk.party.joined_at === null
            ? "voice.hand_on"
            : "voice.transfer",
      facts: () => ({ name: desk.party?.name ?? "" }),
      key: alt("T"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.consult", "calls.transfer"],
      when: spoken,
      about: () => `${desk.party?.id} ${desk.party?.joined_at}`,
      run: () => desk.transfer(),
    },
    {
      id: "desk.bring_in",
      label: "voice.bring_in",
      key: alt("C"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.resume"],
      when: () =>
        need(desk.call?.state === "consulting" && desk.party?.joined_at, "voice.why_nobody_consulted"),
      about: () => desk.call?.state,
      run: () => desk.bringIn(),
    },
    {
      id: "desk.let_go",
      label: desk.rings ? "voice.decline" : "voice.let_go",
      facts: () => ({ name: desk.party?.name ?? "" }),
      ...(desk.suggested ? {} : { key: alt("K") }),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.leave_party"],
      when: () => need(desk.rings || desk.party, "voice.why_nobody_asked"),
      about: () => desk.party?.id,
      run: () => desk.letGo(),
    },
    {
      id: "desk.ask_in",
      label: "voice.ask_another",
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.consult"],
      when: spoken,
      run: () => desk.askIn("anybody"),
    },
    {
      id: "desk.interpreter",
      label: "voice.interpreter",
      key: alt("I"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.consult"],
      when: spoken,
      run: () => desk.askIn("interpreter"),
    },
    {
      id: "desk.mute",
      label: "desk.mute",
      key: alt("M"),
      permission: PERMISSION.CALL_ANSWER,
      when: () => need(desk.line.state === "up" || desk.line.state === "apart", "desk.why_no_line"),
      run: () => desk.mute(),
    },
    {
      id: "desk.line_again",
      label: "desk.line_again",
      permission: PERMISSION.CALL_ANSWER,
      when: () => need(desk.line.state !== "none" && desk.line.state !== "off", "desk.why_no_line"),
      run: () => desk.lineAgain(),
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
      sends: ["calls.write", "followup.send_message"],
      when: () => need(desk.call || desk.case, "desk.why_no_call"),
      run: () => desk.writeMessage(),
    },
    {
      id: "desk.tell",
      label: desk.call || desk.toTell.length > 0 ? "desk.tell" : "desk.call_back",
      key: alt("L"),
      permission: PERMISSION.TASK_TELL,
      sends: ["dispatch.tell_task", "calls.try_call_back", "calls.ring_back"],
      // While somebody speaks nobody else is rung back; and a centre that waits to be told comes first in any case.
      when: () =>
        need(desk.toTell.length > 0 || (!desk.call && desk.unanswered.length > 0), "desk.why_none_to_tell"),
      run: () => (desk.toTell.length > 0 ? desk.tell() : desk.ring()),
    },
    {
      id: "desk.tasks",
      label: "desk.tasks",
      key: alt("U"),
      permission: PERMISSION.TASK_END,
      sends: [
        "dispatch.release_task",
        "dispatch.end_task",
        "dispatch.cancel_task",
        "dispatch.try_contact",
        "dispatch.enter_unit",
        "dispatch.enter_status",
      ],
      when: () => need(desk.openTasks.length > 0, "desk.why_no_tasks"),
      run: () => desk.openTasksLayer(),
    },
    {
      id: "desk.acknowledge",
      label: "desk.acknowledge",
      key: alt("V"),
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["followup.answer_watch", "followup.read_message"],
      when: () => need(desk.alarms.length > 0 || desk.unread.length > 0, "desk.why_no_alarm"),
      about: () => (desk.alarms[0] ?? desk.unread[0])?.id,
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
      id: "desk.goods",
      label: "goods.short",
      key: ALT_POINT,
      permission: PERMISSION.CASE_DESCRIBE,
      sends: ["cases.state_goods", "cases.say_wind"],
      // With no case yet it is looked up all the same; to put it down opens one.
      run: () => desk.openGoods(),
    },
    {
      id: "desk.undo",
      label: "desk.undo",
      key: alt("Z"),
      permission: PERMISSION.TRIAGE_ASK,
      sends: ["triage.undo_answer"],
      when: () => need(desk.run, "desk.why_no_interview"),
      about: () => desk.run,
      run: () => desk.undo(),
    },
    {
      id: "desk.join",
      label: "desk.join",
      ...(toMarked ? { key: alt("J") } : {}),
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.merge", "cases.link_call"],
      when: () => need(desk.nearMarked !== null && (desk.call || desk.case), "desk.why_none_marked"),
      about: () => desk.nearMarked,
      run: () => desk.joinMarked(),
    },
    {
      id: "desk.same",
      label: "desk.same_join",
      facts: () => ({ number: desk.suggested?.number ?? "" }),
      ...(toMarked ? {} : { key: alt("J") }),
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.merge", "cases.link_call", "triage.start_run"],
      when: () => need(desk.suggested, "desk.why_no_same"),
      about: () => desk.suggested?.case,
      run: () => desk.joinSuggested(),
    },
    {
      id: "desk.another",
      label: "desk.same_another",
      ...(desk.suggested ? { key: alt("K") } : {}),
      permission: PERMISSION.CASE_LINK,
      when: () => need(desk.suggested, "desk.why_no_same"),
      about: () => desk.suggested?.case,
      run: () => desk.putAside(),
    },
    {
      id: "desk.reserve",
      label: "desk.reserve",
      permission: PERMISSION.CASE_DESCRIBE,
      sends: ["cases.reserve"],
      // Nothing takes it back: from then on only who is named in the case sees what it is.
      twice: true,
      when: () =>
        desk.case === undefined ? "desk.why_no_case" : desk.case.reserved ? "desk.why_reserved" : true,
      about: () => desk.case?.id,
      run: () => desk.reserve(),
    },
    {
      id: "desk.part",
      label: "desk.part",
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.unlink_call", "cases.part"],
      when: () => need(desk.call && desk.otherCalls.length > 0, "desk.why_alone"),
      run: () => desk.part(),
    },
    {
      id: "desk.link",
      label: "desk.link",
      key: alt("S"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.give_link"],
      when: talking,
      run: () => desk.giveLink(),
    },
    {
      id: "desk.identify",
      label: "desk.who",
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.identify"],
      when: inCall,
      run: () => desk.identify(),
    },
    {
      id: "desk.reassess",
      label: "desk.reassess",
      permission: PERMISSION.TRIAGE_ASK,
      sends: ["triage.answer"],
      when: () => need(desk.reassess.length > 0, "desk.why_no_reassess"),
      run: () => desk.askAgain(),
    },
    {
      id: "desk.relay",
      label: "desk.relay",
      key: alt("R"),
      permission: PERMISSION.SHIFT_HAND_OVER,
      sends: ["followup.hand_over", "followup.accept_handover", "followup.withdraw_handover"],
      when: () => (desk.call ? "desk.why_in_call" : true),
      run: () => desk.openRelay(),
    },
    {
      id: "desk.hang_up",
      label: desk.guest && !desk.call ? "voice.leave" : "desk.hang_up",
      key: alt("X"),
      permission: PERMISSION.CALL_CLOSE,
      sends: ["calls.hang_up", "calls.leave_party"],
      twice: true,
      when: () => (desk.guest && !desk.call ? true : talking()),
      about: () => (desk.call ?? desk.guest)?.id,
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
    {
      id: "desk.report",
      label: "major.report",
      key: single("KeyM"),
      region: 8,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.report_scene"],
      when: inCase,
      run: () => desk.report("report"),
    },
    {
      id: "desk.count",
      label: "major.count",
      key: single("KeyR"),
      region: 8,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.count_casualties"],
      when: inCase,
      run: () => desk.report("count"),
    },
    ...cardCommands(desk),
  ]
}
