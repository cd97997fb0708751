/** Everything a supervisor can do. Buttons, keys, the command bar and the tests are views of it. */

import { altKey, singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { AnyCommand } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { type AttentionAction, answersRow, isHeard } from "./attention.ts"

type Done = Promise<Answer | undefined> | undefined

/** What the commands need of the room; the page's `RoomModel` is one. */
export interface RoomActions {
  readonly need:
    | {
        readonly id: string
        readonly act: AttentionAction
        readonly case: string | null
        readonly task: string | null
        readonly unit: string | null
        readonly watch: string | null
      }
    | undefined
  readonly answerable: { readonly watch?: string; readonly unit?: string } | null
  readonly caseInTurn: string | null
  /** It is reserved and not open to the person here. */
  readonly shutInTurn: boolean
  /** Why the one thing written on the row in turn is not theirs to do. */
  readonly barred: MessageKey | null
  /** Roles that wait for a second person. */
  readonly grants: readonly unknown[]
  readonly surge: unknown
  readonly handover: { readonly offered: unknown; open: boolean }
  /** The call of the desk in turn, when somebody speaks there. */
  /** The plan in turn, and whether it is proposed and declared. */
  readonly plan:
    | { readonly id: string; readonly proposed: boolean; readonly declared: boolean; readonly told: boolean }
    | undefined
  readonly spoken: { readonly id: string } | undefined
  readonly listened: { readonly id: string; readonly way: "listen" | "whisper" | "join" } | undefined
  readonly line: { readonly state: string; readonly muted: boolean }
  listen(): Done
  stopListening(): Done
  mute(): void
  act(): Done
  acknowledge(): Done
  enter(): void
  takeCase(): Done
  endSurge(): Done
  ask(
    layer: "offer" | "phone" | "surge" | "news" | "plan_declare" | "plan_dismiss" | "plan_end" | "plan_told",
  ): void
  showGrants(): void
  /** Keys of other systems. */
  partners(): void
  mural(): void
  /** Begins to draw a closure on the map. */
  closeRoad(): void
  /** Coverage, on the map or away from it. */
  cover(): void
  /** What each hospital can take, and whom it turns away. */
  hospitals(): void
  /** The radio log. */
  radio(): void
  /** Many victims over hospitals: what could go where, and who there was told. */
  share(): void
}

export const ATTENTION_ACTION_LABELS: { readonly [act in AttentionAction]: MessageKey } = {
  hear_emergency: "room.act.hear_emergency",
  crew_safe: "room.act.crew_safe",
  offer: "room.act.offer",
  take_case: "room.act.take_case",
  answer_call: "room.act.answer_call",
  call_back: "room.act.call_back",
  say_what_it_was: "room.act.say_what_it_was",
  tell_duty_officer: "room.act.tell_duty_officer",
  acknowledge: "room.act.acknowledge",
  phone: "room.act.phone",
  tell_notice: "room.act.tell_notice",
  notify: "room.act.notify",
  plan: "room.act.plan",
  radio: "room.act.radio",
}
/** What each sends to the server in the end, after what it asks. */
export const ATTENTION_ACTION_COMMANDS: { readonly [act in AttentionAction]: AnyCommand["kind"] } = {
  hear_emergency: "dispatch.answer_emergency",
  crew_safe: "dispatch.answer_emergency",
  offer: "dispatch.offer_task",
  take_case: "cases.take_over",
  answer_call: "calls.answer",
  call_back: "calls.try_call_back",
  say_what_it_was: "calls.dispose",
  tell_duty_officer: "followup.tell_duty_officer",
  acknowledge: "followup.answer_watch",
  phone: "followup.answer_watch",
  tell_notice: "followup.tell_notice",
  notify: "notifications.acknowledge",
  plan: "major.declare_situation",
  radio: "radio.see_entry",
}

const NEXT_WAY: { readonly [way in "none" | "listen" | "whisper" | "join"]: MessageKey } = {
  none: "room.listen",
  listen: "room.whisper",
  whisper: "room.join",
  join: "room.listen",
}

export function roomCommands(room: RoomActions): readonly ConsoleCommand[] {
  const inCase = () =>
    room.shutInTurn ? ("kit.why_hidden" as const) : whenPresent(room.caseInTurn, "room.why_no_case")
  return [
    {
      // Enter on the row; its button at the foot says what it would do. No key of its own: Enter belongs to what has focus.
      id: "room.act",
      label: room.need ? ATTENTION_ACTION_LABELS[room.need.act] : "room.act.acknowledge",
      placed: true,
      sends: [...new Set(Object.values(ATTENTION_ACTION_COMMANDS))],
      when: () => (room.need && room.barred ? room.barred : whenPresent(room.need, "room.why_nothing")),
      about: () => room.need?.id,
      run: () => room.act(),
    },
    {
      id: "room.acknowledge",
      // Two keys that say the same and do two things: this one says that it is about the alarm.
      label:
        isHeard(room.need) && room.answerable && !answersRow(room.need, room.answerable)
          ? "room.acknowledge_alarm"
          : "room.acknowledge",
      key: altKey("V"),
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["followup.answer_watch", "dispatch.answer_emergency"],
      when: () => whenPresent(room.answerable, "room.why_no_alarm"),
      about: () => room.answerable?.unit ?? room.answerable?.watch,
      run: () => room.acknowledge(),
    },
    {
      id: "room.enter",
      label: "room.enter",
      key: altKey("C"),
      permission: PERMISSION.CASE_LOOK,
      when: inCase,
      run: () => room.enter(),
    },
    {
      // Each press goes a step further: to hear, to be heard by the desk, to be in the call.
      id: "room.listen",
      label: NEXT_WAY[room.listened && room.listened.id === room.spoken?.id ? room.listened.way : "none"],
      key: altKey("Y"),
      permission: PERMISSION.CALL_LISTEN,
      sends: ["calls.listen"],
      when: () =>
        room.line.state === "up" ? whenPresent(room.spoken, "room.why_nobody_speaks") : "desk.why_no_line",
      about: () => room.listened?.way,
      run: () => room.listen(),
    },
    {
      id: "room.stop_listening",
      label: "room.stop_listening",
      key: altKey("X"),
      permission: PERMISSION.CALL_LISTEN,
      sends: ["calls.stop_listening"],
      when: () => whenPresent(room.listened, "room.why_not_listening"),
      run: () => room.stopListening(),
    },
    {
      id: "room.mute",
      label: "desk.mute",
      key: altKey("M"),
      permission: PERMISSION.CALL_LISTEN,
      when: () => whenPresent(room.line.state === "up", "desk.why_no_line"),
      run: () => room.mute(),
    },
    {
      id: "room.phone",
      label: "room.phone",
      key: altKey("L"),
      when: () => whenPresent(room.need, "room.why_nothing"),
      run: () => room.ask("phone"),
    },
    {
      id: "room.handover",
      label: room.handover.offered ? "room.handover_accept" : "room.handover",
      key: altKey("R"),
      permission: PERMISSION.SHIFT_HAND_OVER,
      sends: ["followup.hand_over", "followup.accept_handover", "followup.withdraw_handover"],
      run: () => {
        room.handover.open = true
      },
    },
    {
      id: "room.news",
      label: "room.news_write",
      key: altKey("G"),
      permission: PERMISSION.ROOM_LEAD,
      sends: ["followup.post_news"],
      run: () => room.ask("news"),
    },
    {
      id: "room.offer",
      label: "room.act.offer",
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.offer_task", "dispatch.tell_task"],
      when: () => whenPresent(room.need?.task, "room.why_no_task"),
      run: () => room.ask("offer"),
    },
    {
      id: "room.take_case",
      label: "room.act.take_case",
      permission: PERMISSION.CASE_DESCRIBE,
      sends: ["cases.take_over"],
      when: inCase,
      run: () => room.takeCase(),
    },
    {
      // By the command bar only, with a reason: no key that a sleeve can press (decision 0094).
      id: "shell.surge",
      label: "room.surge_declare",
      permission: PERMISSION.ROOM_LEAD,
      sends: ["followup.declare_surge"],
      run: () => room.ask("surge"),
    },
    {
      id: "room.surge_end",
      label: "room.surge_end",
      permission: PERMISSION.ROOM_LEAD,
      sends: ["followup.end_surge"],
      when: () => whenPresent(room.surge, "room.why_no_surge"),
      run: () => room.endSurge(),
    },
    ...planCommands(room),
    {
      id: "room.close_road",
      label: "closures.draw",
      permission: PERMISSION.ROAD_CLOSE,
      sends: ["closures.draw", "closures.change", "closures.lift"],
      run: () => room.closeRoad(),
    },
    {
      id: "room.coverage",
      label: "coverage.toggle",
      key: singleKey("KeyC"),
      region: 7,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.order_stand_by", "dispatch.withdraw_stand_by", "dispatch.decline_stand_by"],
      run: () => room.cover(),
    },
    {
      id: "room.radio_log",
      label: "radio.log",
      permission: PERMISSION.RADIO_LOG,
      sends: ["radio.see_entry"],
      run: () => room.radio(),
    },
    {
      id: "room.hospitals",
      label: "hospitals.title",
      sends: ["hospitals.declare_capacity", "hospitals.divert", "hospitals.take_again"],
      run: () => room.hospitals(),
    },
    {
      id: "room.share",
      label: "hospitals.share",
      sends: ["major.alert_hospital"],
      run: () => room.share(),
    },
    {
      id: "room.grants",
      label: "grants.title",
      permission: PERMISSION.PEOPLE_CONFIRM,
      when: () => whenPresent(room.grants.length > 0, "grants.none"),
      run: () => room.showGrants(),
    },
    {
      id: "room.partners",
      label: "partners.show",
      permission: PERMISSION.PEOPLE_CONFIRM,
      // The command bar has the section itself.
      placed: true,
      run: () => room.partners(),
    },
    { id: "room.mural", label: "room.mural", permission: PERMISSION.ROOM_WATCH, run: () => room.mural() },
  ]
}

/** Of the plan in turn, by a person who may; the keys act only while its region has focus. */
function planCommands(room: RoomActions): readonly ConsoleCommand[] {
  const common = { region: 8, permission: PERMISSION.SITUATION_DECLARE } as const
  return [
    {
      ...common,
      id: "room.plan_declare",
      label: room.plan?.declared ? "room.plan_change" : "room.plan_declare",
      key: singleKey("KeyD"),
      sends: ["major.declare_situation"],
      when: () => whenPresent(room.plan, "room.why_no_plan"),
      about: () => room.plan?.id,
      run: () => room.ask("plan_declare"),
    },
    {
      ...common,
      id: "room.plan_dismiss",
      label: "room.plan_dismiss",
      key: singleKey("KeyN"),
      sends: ["major.dismiss_situation"],
      when: () => whenPresent(room.plan?.proposed, "room.why_not_proposed"),
      about: () => room.plan?.id,
      run: () => room.ask("plan_dismiss"),
    },
    {
      ...common,
      id: "room.plan_end",
      label: "room.plan_end",
      key: singleKey("KeyF"),
      sends: ["major.end_situation"],
      when: () => whenPresent(room.plan?.declared, "room.why_not_declared"),
      about: () => room.plan?.id,
      run: () => room.ask("plan_end"),
    },
    {
      region: 8,
      permission: PERMISSION.ROOM_WATCH,
      id: "room.plan_told",
      label: "room.plan_told",
      key: singleKey("KeyA"),
      sends: [
        "notifications.repeat",
        "notifications.acknowledge",
        "notifications.report_told",
        "notifications.stop",
      ],
      when: () => whenPresent(room.plan?.told, "room.plan_told_none"),
      about: () => room.plan?.id,
      run: () => room.ask("plan_told"),
    },
  ]
}
