/** Everything a person can do at the desk. The page, its keys, the command bar and the tests are views of it. */

import type { ConsoleCommand } from "../../commands/registry.ts"
import { type CallActions, callCommands } from "./call-commands.ts"
import { type CardActions, cardCommands } from "./card-commands.ts"
import { type CaseActions, caseCommands } from "./case-commands.ts"
import { type DuplicateActions, duplicateCommands } from "./duplicate-commands.ts"
import { type InterviewActions, interviewCommands } from "./interview-commands.ts"
import { type TaskActions, taskCommands } from "./task-commands.ts"
import { type WrittenActions, writtenCommands } from "./written-commands.ts"

/** What the commands need of the desk; the page's `Desk` is one. */
export interface DeskActions
  extends CallActions,
    CaseActions,
    TaskActions,
    DuplicateActions,
    CardActions,
    InterviewActions,
    WrittenActions {}

/** The order of the command bar and of the help sheet, where it is not that of the lists; what a card can do comes last. */
export const DESK_COMMAND_ORDER: readonly string[] = [
  "desk.answer",
  "desk.ready",
  "desk.lesson",
  "desk.send",
  "desk.hold",
  "desk.transfer",
  "desk.bring_in",
  "desk.let_go",
  "desk.ask_in",
  "desk.interpreter",
  "desk.mute",
  "desk.line_again",
  "desk.new_case",
  "desk.find",
  "desk.message",
  "desk.tell",
  "desk.tasks",
  "desk.notice",
  "desk.acknowledge",
  "desk.ask_help",
  "desk.record",
  "desk.edit_place",
  "desk.goods",
  "desk.undo",
  "desk.join",
  "desk.same",
  "desk.another",
  "desk.retry",
  "desk.not_retry",
  "desk.reserve",
  "desk.part",
  "desk.link",
  "desk.identify",
  "desk.fixes",
  "desk.short_opening",
  "desk.ask_location",
  "desk.earlier",
  "desk.vehicle",
  "desk.data",
  "desk.vehicle_again",
  "desk.reassess",
  "desk.relay",
  "desk.hang_up",
  "desk.close",
  "desk.report",
  "desk.count",
]

export function deskCommands(desk: DeskActions): readonly ConsoleCommand[] {
  const lists = [callCommands(desk), caseCommands(desk), taskCommands(desk), duplicateCommands(desk)]
  const ordered = inOrder(lists, DESK_COMMAND_ORDER)
  return [...ordered, ...interviewCommands(desk), ...writtenCommands(desk), ...cardCommands(desk)]
}

/** The commands of several lists by their order; one that is not in it follows the one before it in its own list. */
export function inOrder<Named extends { readonly id: string }>(
  lists: readonly (readonly Named[])[],
  order: readonly string[],
): Named[] {
  const placed = lists.flatMap((list) => {
    let place = -1
    return list.map((command) => {
      const own = order.indexOf(command.id)
      if (own >= 0) place = own
      return { command, place }
    })
  })
  return placed.sort((a, b) => a.place - b.place).map(({ command }) => command)
}
