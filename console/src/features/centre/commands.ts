/** Everything a person can do at an operational centre. The page, its keys, the command bar and the tests are views of it. */

import { altKey, functionKey, singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { type CentreActions, taskConditions } from "./actions.ts"
import { ACCEPTED_STATES, acknowledgedId, canAcceptTask } from "./model.ts"
import { patientCommands } from "./patient-commands.ts"
import { radioCommands } from "./radio-commands.ts"
import { unitCommands } from "./unit-commands.ts"

export function centreCommands(centre: CentreActions): readonly ConsoleCommand[] {
  const { inTask, held } = taskConditions(centre)
  return [
    {
      id: "centre.accept",
      label: centre.rings ? "voice.enter" : "centre.accept",
      key: altKey("A"),
      permission: PERMISSION.TASK_ANSWER,
      sends: ["dispatch.accept_task", "calls.answer_party"],
      about: () => centre.rings,
      when: () => {
        if (centre.rings) return true
        if (centre.shut) return "kit.why_hidden"
        const { task } = centre
        if (task?.by_telephone) return "centre.why_by_telephone"
        return whenPresent(task && (canAcceptTask(task) || task.accepted_by_rule), "centre.why_not_offered")
      },
      run: () => (centre.rings ? centre.answerCall() : centre.accept()),
    },
    {
      id: "centre.refuse",
      label: centre.rings ? "voice.decline" : "centre.refuse",
      key: altKey("K"),
      permission: PERMISSION.TASK_ANSWER,
      sends: ["dispatch.refuse_task", "calls.leave_party"],
      when: () => (centre.rings ? true : centre.task?.assignments.length ? "centre.why_units_out" : held()),
      run: () => (centre.rings ? centre.leaveCall() : centre.ask("refuse")),
    },
    {
      id: "centre.hold_call",
      label: centre.talk?.state === "held" ? "desk.resume" : "desk.hold",
      key: altKey("W"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.hold", "calls.resume"],
      when: () => whenPresent(centre.talk?.own, "desk.why_no_call"),
      about: () => centre.talk?.state,
      run: () => centre.holdCall(),
    },
    {
      id: "centre.mute",
      label: "desk.mute",
      key: altKey("M"),
      permission: PERMISSION.CALL_TALK,
      when: () => whenPresent(centre.line.state === "up", "desk.why_no_line"),
      run: () => centre.mute(),
    },
    {
      id: "centre.leave_call",
      label: centre.talk?.own || (centre.calling && !centre.talk) ? "desk.hang_up" : "voice.leave",
      key: altKey("X"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.hang_up", "calls.leave_party", "calls.hang_up_outgoing"],
      twice: true,
      when: () => whenPresent(centre.talk ?? centre.calling, "desk.why_no_call"),
      about: () => (centre.talk ?? centre.calling)?.id,
      run: () => centre.leaveCall(),
    },
    {
      id: "centre.alert",
      label: "centre.alert",
      facts: () => ({ count: centre.marked.length }),
      key: functionKey(9),
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.alert_unit"],
      when: () => whenBoth(inTask(), whenPresent(centre.marked.length > 0, "centre.why_none_marked")),
      run: () => centre.alert(),
    },
    {
      id: "centre.divert",
      label: "centre.divert",
      facts: () => ({ callsign: centre.diversion?.callsign ?? "" }),
      key: singleKey("KeyD"),
      region: 4,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.divert_unit"],
      about: () => centre.diversion?.callsign,
      when: () => whenPresent(centre.diversion, "centre.why_no_diversion"),
      run: () => centre.ask("divert"),
    },
    {
      id: "centre.acknowledge",
      label: "centre.acknowledge",
      key: altKey("V"),
      permission: PERMISSION.CHANGE_ACKNOWLEDGE,
      sends: [
        "dispatch.acknowledge_change",
        "dispatch.answer_emergency",
        "followup.answer_watch",
        "followup.read_message",
      ],
      when: () => whenPresent(centre.knows, "centre.why_no_change"),
      about: () => centre.knows && acknowledgedId(centre.knows),
      run: () => centre.acknowledge(),
    },
    {
      id: "centre.message",
      label: "centre.message",
      key: altKey("G"),
      permission: PERMISSION.MESSAGE_SEND,
      sends: ["followup.send_message"],
      when: () => whenBoth(inTask(), whenPresent(centre.parties.length > 0, "centre.why_nobody")),
      run: () => centre.write(),
    },
    {
      id: "centre.end",
      label: "centre.end",
      key: altKey("Q"),
      permission: PERMISSION.TASK_END,
      sends: ["dispatch.end_task"],
      when: () => (centre.task?.assignments.length ? "centre.why_units_out" : held()),
      run: () => centre.ask("end"),
    },
    {
      id: "centre.release",
      label: "centre.release",
      key: altKey("T"),
      permission: PERMISSION.TASK_END,
      sends: ["dispatch.release_task"],
      when: held,
      run: () => centre.ask("release"),
    },
    {
      id: "centre.more",
      label: "centre.more",
      key: altKey("C"),
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.send_help"],
      when: () => whenBoth(inTask(), whenPresent(centre.capabilities.length > 0, "centre.why_no_content")),
      run: () => centre.ask("more"),
    },
    {
      id: "centre.aid",
      label: "centre.aid",
      key: altKey("Y"),
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.ask_for_aid"],
      when: () => {
        const { task } = centre
        if (centre.shut) return "kit.why_hidden"
        if (!task) return "centre.why_no_task"
        if (task.aid_of) return "centre.why_is_aid"
        if (!ACCEPTED_STATES.has(task.state)) return "centre.why_not_held"
        return whenPresent(centre.neighbours.length > 0, "centre.why_no_neighbour")
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
      // Who asked for it cancels it: a centre refuses or ends its own task, and cancels the aid that it asked for.
      when: () => whenBoth(inTask(), whenPresent(centre.cancels.length > 0, "centre.why_not_sent")),
      run: () => centre.ask("cancel"),
    },
    {
      id: "centre.correct",
      label: "centre.correct",
      key: altKey("P"),
      permission: PERMISSION.CASE_LOCATE,
      sends: ["cases.locate"],
      when: held,
      run: () => centre.correct(),
    },
    {
      id: "centre.earlier",
      label: "desk.earlier",
      also: "find.also.earlier",
      permission: PERMISSION.TASK_ANSWER,
      sends: [],
      when: held,
      run: () => centre.listEarlier(),
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
      key: singleKey("KeyC"),
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
      when: () => whenBoth(inTask(), whenPresent(centre.task?.by_telephone, "centre.why_has_console")),
      run: () => centre.ask("tell"),
    },
    ...unitCommands(centre),
    ...patientCommands(centre),
    ...radioCommands(centre),
  ]
}
