/** What a centre can do by radio. */

import { singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { type CentreActions, taskConditions } from "./actions.ts"

export function radioCommands(centre: CentreActions): readonly ConsoleCommand[] {
  const { inTask } = taskConditions(centre)
  return [
    {
      id: "centre.radio_group",
      label: "radio.group",
      key: singleKey("KeyG"),
      region: 3,
      permission: PERMISSION.RADIO_GROUP,
      sends: ["radio.assign_group"],
      when: inTask,
      run: () => centre.ask("radioGroup"),
    },
    {
      id: "centre.radio_command",
      label: centre.groups.command ? "radio.command_change" : "radio.command_set_up",
      key: singleKey("KeyC"),
      region: 3,
      permission: PERMISSION.RADIO_GROUP,
      sends: ["radio.set_up_command", "radio.end_command"],
      when: inTask,
      run: () => centre.ask("radioCommand"),
    },
    {
      id: "centre.radio_log",
      label: "radio.log",
      key: singleKey("KeyR"),
      region: 6,
      permission: PERMISSION.RADIO_LOG,
      sends: ["radio.see_entry"],
      run: () => centre.radio(),
    },
    {
      id: "centre.radio_note",
      label: "radio.note",
      key: singleKey("KeyN"),
      region: 6,
      permission: PERMISSION.RADIO_LOG,
      sends: ["radio.note_call"],
      run: () => centre.ask("radioNote"),
    },
    {
      id: "centre.radio_text",
      label: "radio.text",
      key: singleKey("KeyT"),
      region: 6,
      permission: PERMISSION.RADIO_SEND,
      sends: ["radio.send"],
      when: () => whenPresent(centre.unit, "centre.why_no_unit"),
      run: () => centre.ask("radioText"),
    },
  ]
}
