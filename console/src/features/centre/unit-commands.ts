/** What a centre can do with the unit in turn. */

import { altKey, singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { CentreActions } from "./actions.ts"

export function unitCommands(centre: CentreActions): readonly ConsoleCommand[] {
  const unit = () => whenPresent(centre.unit, "centre.why_no_unit")
  return [
    {
      id: "centre.voice",
      label: "centre.voice",
      key: altKey("U"),
      permission: PERMISSION.UNIT_STATUS_FOR,
      sends: ["dispatch.enter_status", "dispatch.report_handover", "dispatch.emergency"],
      run: () => centre.voice(),
    },
    {
      id: "centre.voice_here",
      label: "centre.voice",
      key: singleKey("KeyU"),
      region: 6,
      placed: true,
      permission: PERMISSION.UNIT_STATUS_FOR,
      run: () => centre.voice(),
    },
    {
      id: "centre.order",
      label: "centre.order",
      facts: () => ({ callsign: centre.unit?.callsign ?? "" }),
      key: singleKey("KeyO"),
      region: 6,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.send_order"],
      when: () => (centre.unit ? whenPresent(centre.unit.assignment, "centre.why_no_work") : unit()),
      run: () => centre.ask("order"),
    },
    {
      id: "centre.let_go",
      label: "centre.let_go",
      facts: () => ({ callsign: centre.unit?.callsign ?? "" }),
      key: singleKey("KeyL"),
      region: 6,
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.release_unit"],
      when: () => (centre.unit ? whenPresent(centre.unit.assignment, "centre.why_no_work") : unit()),
      run: () => centre.ask("letGo"),
    },
    {
      id: "centre.radio",
      label: "centre.radio",
      key: singleKey("KeyV"),
      region: 6,
      permission: PERMISSION.CHANGE_ACKNOWLEDGE,
      sends: ["dispatch.acknowledge_order"],
      when: () =>
        whenPresent(
          centre.unit?.orders.some((each) => !each.acknowledged),
          "centre.why_no_order",
        ),
      run: () => centre.ask("heardByRadio"),
    },
    {
      id: "centre.safe",
      label: "centre.safe",
      key: singleKey("KeyS"),
      region: 6,
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["dispatch.answer_emergency"],
      when: () => whenPresent(centre.unit?.emergency, "centre.why_no_emergency"),
      run: () => centre.ask("safe"),
    },
    {
      id: "centre.crew",
      label: "centre.crew",
      key: singleKey("KeyD"),
      region: 6,
      permission: PERMISSION.UNIT_CREW,
      sends: ["dispatch.sign_on_crew", "dispatch.sign_off_crew"],
      when: unit,
      run: () => centre.ask("crew"),
    },
  ]
}
