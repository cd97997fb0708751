/** Everything a person can do at an operational centre. The page, its keys, the command bar and the tests are views of it. */

import { alt, f, single } from "../../commands/keys.ts"
import { type Command, need } from "../../commands/registry.ts"
import type { TaskRow, UnitRow } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { answeredBy, HELD, type Knows, takeable } from "./model.ts"

type Done = Promise<Answer | undefined> | undefined
type TaskInHand = Pick<TaskRow, "state" | "passed_to" | "by_telephone" | "accepted_by_rule" | "aid_of"> & {
  readonly assignments: readonly string[]
}
type UnitInTurn = Pick<UnitRow, "callsign" | "assignment" | "orders" | "emergency">

/** What the commands need of the page. */
export interface CentreActions {
  readonly task: TaskInHand | undefined
  readonly unit: UnitInTurn | undefined
  readonly patient: unknown
  readonly knows: Knows | undefined
  readonly marked: readonly string[]
  readonly parties: readonly unknown[]
  readonly capabilities: readonly string[]
  readonly neighbours: readonly string[]
  /** A run that could be diverted to the task in hand. */
  readonly diversion: { readonly callsign: string } | undefined
  /** It rings here: somebody asks us into a call. */
  readonly rings: boolean
  /** The call that was handed to this desk, or another's in which it takes part. */
  readonly talk: { readonly id: string; readonly state: string; readonly own: boolean } | undefined
  readonly line: { readonly state: string; readonly muted: boolean }
  answerCall(): Done
  leaveCall(): Done
  holdCall(): Done
  mute(): void
  accept(): Done
  alert(): Done
  acknowledge(): Done
  /** Opens the question of this name (asks.ts). */
  ask(
    name:
      | "refuse"
      | "end"
      | "release"
      | "cancel"
      | "attempt"
      | "tell"
      | "more"
      | "aid"
      | "hazard"
      | "order"
      | "letGo"
      | "divert"
      | "heardByRadio"
      | "safe"
      | "crew"
      | "newPatient"
      | "patient"
      | "radioNote"
      | "radioText"
      | "radioGroup"
      | "radioCommand",
  ): void
  /** Opens the layer in which the address is corrected. */
  correct(): void
  /** What is reported of the case in hand. */
  report(what: "report" | "count"): void
  voice(): void
  write(): void
  /** Begins to draw a closure on the map. */
  closeRoad(): void
  /** Coverage, on the map or away from it. */
  cover(): void
  /** What each hospital can take, and whom it turns away. */
  hospitals(): void
  /** Where the task in hand speaks, and its joint command. */
  readonly groups: { readonly own: string; readonly command: string }
  /** The radio log. */
  radio(): void
  /** Many victims over hospitals: what could go where, and who there was told. */
  share(): void
}

const OVER = new Set(["ended", "released", "cancelled", "refused"])

export function centreCommands(centre: CentreActions): readonly Command[] {
  const inTask = () => need(centre.task, "centre.why_no_task")
  const held = () => need(centre.task && !OVER.has(centre.task.state), "centre.why_no_task")
  return [
    {
      id: "centre.accept",
      label: centre.rings ? "voice.enter" : "centre.accept",
      key: alt("A"),
      permission: PERMISSION.TASK_ANSWER,
      sends: ["dispatch.accept_task", "calls.answer_party"],
      about: () => centre.rings,
      when: () => {
        if (centre.rings) return true
        const { task } = centre
        if (task?.by_telephone) return "centre.why_by_telephone"
        return need(task && (takeable(task) || task.accepted_by_rule), "centre.why_not_offered")
      },
      run: () => (centre.rings ? centre.answerCall() : centre.accept()),
    },
    {
      id: "centre.refuse",
      label: centre.rings ? "voice.decline" : "centre.refuse",
      key: alt("K"),
      permission: PERMISSION.TASK_ANSWER,
      sends: ["dispatch.refuse_task", "calls.leave_party"],
      when: () => (centre.rings ? true : centre.task?.assignments.length ? "centre.why_units_out" : held()),
      run: () => (centre.rings ? centre.leaveCall() : centre.ask("refuse")),
    },
    {
      id: "centre.hold_call",
      label: centre.talk?.state === "held" ? "desk.resume" : "desk.hold",
      key: alt("W"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.hold", "calls.resume"],
      when: () => need(centre.talk?.own, "desk.why_no_call"),
      about: () => centre.talk?.state,
      run: () => centre.holdCall(),
    },
    {
      id: "centre.mute",
      label: "desk.mute",
      key: alt("M"),
      permission: PERMISSION.CALL_TALK,
      when: () => need(centre.line.state === "up", "desk.why_no_line"),
      run: () => centre.mute(),
    },
    {
      id: "centre.leave_call",
      label: centre.talk?.own ? "desk.hang_up" : "voice.leave",
      key: alt("X"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.hang_up", "calls.leave_party"],
      twice: true,
      when: () => need(centre.talk, "desk.why_no_call"),
      about: () => centre.talk?.id,
      run: () => centre.leaveCall(),
    },
    {
      id: "centre.alert",
      label: "centre.alert",
      facts: () => ({ count: centre.marked.length }),
      key: f(9),
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.alert_unit"],
      when: () =>
        centre.task ? need(centre.marked.length > 0, "centre.why_none_marked") : "centre.why_no_task",
      run: () => centre.alert(),
    },
    {
      id: "centre.divert",
      label: "centre.divert",
      facts: () => ({ callsign: centre.diversion?.callsign ?? "" }),
      key: single("KeyD"),
      region: 4,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.divert_unit"],
      about: () => centre.diversion?.callsign,
      when: () => need(centre.diversion, "centre.why_no_diversion"),
      run: () => centre.ask("divert"),
    },
    {
      id: "centre.acknowledge",
      label: "centre.acknowledge",
      key: alt("V"),
      permission: PERMISSION.CHANGE_ACKNOWLEDGE,
      sends: [
        "dispatch.acknowledge_change",
        "dispatch.answer_emergency",
        "followup.answer_watch",
        "followup.read_message",
      ],
      when: () => need(centre.knows, "centre.why_no_change"),
      about: () => centre.knows && answeredBy(centre.knows),
      run: () => centre.acknowledge(),
    },
    {
      id: "centre.message",
      label: "centre.message",
      key: alt("G"),
      permission: PERMISSION.MESSAGE_SEND,
      sends: ["followup.send_message"],
      when: () => (centre.task ? need(centre.parties.length > 0, "centre.why_nobody") : "centre.why_no_task"),
      run: () => centre.write(),
    },
    {
      id: "centre.end",
      label: "centre.end",
      key: alt("Q"),
      permission: PERMISSION.TASK_END,
      sends: ["dispatch.end_task"],
      when: () => (centre.task?.assignments.length ? "centre.why_units_out" : held()),
      run: () => centre.ask("end"),
    },
    {
      id: "centre.release",
      label: "centre.release",
      key: alt("T"),
      permission: PERMISSION.TASK_END,
      sends: ["dispatch.release_task"],
      when: held,
      run: () => centre.ask("release"),
    },
    {
      id: "centre.more",
      label: "centre.more",
      key: alt("C"),
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.send_help"],
      when: () =>
        centre.task ? need(centre.capabilities.length > 0, "centre.why_no_content") : "centre.why_no_task",
      run: () => centre.ask("more"),
    },
    {
      id: "centre.aid",
      label: "centre.aid",
      key: alt("Y"),
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.ask_for_aid"],
      when: () => {
        const { task } = centre
        if (!task) return "centre.why_no_task"
        if (task.aid_of) return "centre.why_is_aid"
        if (!HELD.has(task.state)) return "centre.why_not_held"
        return need(centre.neighbours.length > 0, "centre.why_no_neighbour")
      },
      run: () => centre.ask("aid"),
    },
    {
      id: "centre.hazard",
      label: "centre.hazard",
      permission: PERMISSION.CASE_DESCRIBE,
      sends: ["cases.note_hazard"],
      when: inTask,
      run: () => centre.ask("hazard"),
    },
    {
      id: "centre.attempt",
      label: "centre.attempt",
      permission: PERMISSION.TASK_END,
      sends: ["dispatch.try_contact"],
      when: held,
      run: () => centre.ask("attempt"),
    },
    {
      id: "centre.cancel",
      label: "centre.cancel",
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.cancel_task"],
      when: held,
      run: () => centre.ask("cancel"),
    },
    {
      id: "centre.correct",
      label: "centre.correct",
      key: alt("P"),
      permission: PERMISSION.CASE_LOCATE,
      sends: ["cases.locate"],
      when: held,
      run: () => centre.correct(),
    },
    {
      id: "centre.close_road",
      label: "closures.draw",
      permission: PERMISSION.ROAD_CLOSE,
      sends: ["closures.draw", "closures.change", "closures.lift"],
      run: () => centre.closeRoad(),
    },
    {
      id: "centre.coverage",
      label: "coverage.toggle",
      key: single("KeyC"),
      region: 7,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.order_stand_by", "dispatch.withdraw_stand_by", "dispatch.decline_stand_by"],
      run: () => centre.cover(),
    },
    {
      id: "centre.hospitals",
      label: "hospitals.title",
      sends: ["hospitals.declare_capacity", "hospitals.divert", "hospitals.take_again"],
      run: () => centre.hospitals(),
    },
    {
      id: "centre.share",
      label: "hospitals.share",
      sends: ["major.alert_hospital"],
      run: () => centre.share(),
    },
    {
      id: "centre.tell",
      label: "centre.tell",
      permission: PERMISSION.TASK_TELL,
      sends: ["dispatch.tell_task"],
      when: () => need(centre.task?.by_telephone, "centre.why_has_console"),
      run: () => centre.ask("tell"),
    },
    ...unitCommands(centre),
    ...patientCommands(centre),
    ...radioCommands(centre),
  ]
}

function unitCommands(centre: CentreActions): readonly Command[] {
  const unit = () => need(centre.unit, "centre.why_no_unit")
  return [
    {
      id: "centre.voice",
      label: "centre.voice",
      key: alt("U"),
      permission: PERMISSION.UNIT_STATUS_FOR,
      sends: ["dispatch.enter_status", "dispatch.report_handover", "dispatch.emergency"],
      run: () => centre.voice(),
    },
    {
      id: "centre.voice_here",
      label: "centre.voice",
      key: single("KeyU"),
      region: 6,
      placed: true,
      permission: PERMISSION.UNIT_STATUS_FOR,
      run: () => centre.voice(),
    },
    {
      id: "centre.order",
      label: "centre.order",
      facts: () => ({ callsign: centre.unit?.callsign ?? "" }),
      key: single("KeyO"),
      region: 6,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.send_order"],
      when: () => (centre.unit ? need(centre.unit.assignment, "centre.why_no_work") : unit()),
      run: () => centre.ask("order"),
    },
    {
      id: "centre.let_go",
      label: "centre.let_go",
      facts: () => ({ callsign: centre.unit?.callsign ?? "" }),
      key: single("KeyL"),
      region: 6,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.release_unit"],
      when: () => (centre.unit ? need(centre.unit.assignment, "centre.why_no_work") : unit()),
      run: () => centre.ask("letGo"),
    },
    {
      id: "centre.radio",
      label: "centre.radio",
      key: single("KeyV"),
      region: 6,
      permission: PERMISSION.CHANGE_ACKNOWLEDGE,
      sends: ["dispatch.acknowledge_order"],
      when: () =>
        need(
          centre.unit?.orders.some((each) => !each.acknowledged),
          "centre.why_no_order",
        ),
      run: () => centre.ask("heardByRadio"),
    },
    {
      id: "centre.safe",
      label: "centre.safe",
      key: single("KeyS"),
      region: 6,
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["dispatch.answer_emergency"],
      when: () => need(centre.unit?.emergency, "centre.why_no_emergency"),
      run: () => centre.ask("safe"),
    },
    {
      id: "centre.crew",
      label: "centre.crew",
      key: single("KeyD"),
      region: 6,
      permission: PERMISSION.UNIT_CREW,
      sends: ["dispatch.sign_on_crew", "dispatch.sign_off_crew"],
      when: unit,
      run: () => centre.ask("crew"),
    },
  ]
}

function radioCommands(centre: CentreActions): readonly Command[] {
  const inTask = () => need(centre.task, "centre.why_no_task")
  return [
    {
      id: "centre.radio_group",
      label: "radio.group",
      key: single("KeyG"),
      region: 3,
      permission: PERMISSION.RADIO_GROUP,
      sends: ["radio.assign_group"],
      when: inTask,
      run: () => centre.ask("radioGroup"),
    },
    {
      id: "centre.radio_command",
      label: centre.groups.command ? "radio.command_change" : "radio.command_set_up",
      key: single("KeyC"),
      region: 3,
      permission: PERMISSION.RADIO_GROUP,
      sends: ["radio.set_up_command", "radio.end_command"],
      when: inTask,
      run: () => centre.ask("radioCommand"),
    },
    {
      id: "centre.radio_log",
      label: "radio.log",
      key: single("KeyR"),
      region: 6,
      permission: PERMISSION.RADIO_LOG,
      sends: ["radio.see_entry"],
      run: () => centre.radio(),
    },
    {
      id: "centre.radio_note",
      label: "radio.note",
      key: single("KeyN"),
      region: 6,
      permission: PERMISSION.RADIO_LOG,
      sends: ["radio.note_call"],
      run: () => centre.ask("radioNote"),
    },
    {
      id: "centre.radio_text",
      label: "radio.text",
      key: single("KeyT"),
      region: 6,
      permission: PERMISSION.RADIO_SEND,
      sends: ["radio.send"],
      when: () => need(centre.unit, "centre.why_no_unit"),
      run: () => centre.ask("radioText"),
    },
  ]
}

function patientCommands(centre: CentreActions): readonly Command[] {
  const inTask = () => need(centre.task, "centre.why_no_task")
  return [
    {
      id: "centre.report",
      label: "major.report",
      key: single("KeyM"),
      region: 3,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.report_scene"],
      when: inTask,
      run: () => centre.report("report"),
    },
    {
      id: "centre.count",
      label: "major.count",
      key: single("KeyR"),
      region: 3,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.count_casualties"],
      when: inTask,
      run: () => centre.report("count"),
    },
    {
      id: "centre.patient_new",
      label: "centre.patient_new",
      key: single("KeyP"),
      region: 3,
      permission: PERMISSION.PATIENT_RECORD,
      sends: ["dispatch.record_patient"],
      when: () => need(centre.task, "centre.why_no_task"),
      run: () => centre.ask("newPatient"),
    },
    {
      id: "centre.patient",
      label: "centre.patient",
      key: single("KeyE"),
      region: 3,
      permission: PERMISSION.PATIENT_RECORD,
      sends: [
        "dispatch.update_patient",
        "dispatch.warn_hospital",
        "dispatch.hospital_acknowledged",
        "dispatch.hand_over",
      ],
      when: () => need(centre.patient, "centre.why_no_patient"),
      run: () => centre.ask("patient"),
    },
  ]
}
