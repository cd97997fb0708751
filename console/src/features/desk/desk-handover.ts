/** What passes with this desk: its open cases, the one in hand too. */

import { wording } from "../../engine/content.ts"
import { handoverLine, ShiftHandovers, waitsText } from "../../handover/shift-handover.svelte.ts"
import { whatWaits } from "../../handover/what-waits.ts"
import { i18n } from "../../i18n/i18n.svelte.ts"
import type { CaseRow, DeskRow, HandoverRow, TaskRow, WatchRow } from "../../protocol/generated.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import { directory } from "../../state/directory.svelte.ts"
import { activeContent } from "./content.svelte.ts"
import type { DeskViewModel } from "./desk-view-model.svelte.ts"

export function deskHandover(view: DeskViewModel): ShiftHandovers {
  const tasks = () => view.board.rows<TaskRow>("tasks")
  const watches = () => view.board.rows<WatchRow>("watches")
  return new ShiftHandovers({
    rows: () => view.board.rows<HandoverRow>("handovers"),
    desks: () => view.board.rows<DeskRow>("desks"),
    deskName: (desk) => directory.deskName(desk),
    ready: () => view.board.ready,
    items: () =>
      view.cases
        .filter((each) => each.owner === view.id && each.state === "open")
        .sort((a, b) => a.priority - b.priority || a.number - b.number)
        .map((each) => ({
          subject: `case:${each.id}`,
          words: caseLine(each),
          ...(each.hidden ? {} : { waits: waitsText(whatWaits(each, tasks(), watches())) }),
        })),
    take: (subject) =>
      subject.startsWith("case:")
        ? sendCommand({ kind: "cases.take_over", case: subject.slice("case:".length) })
        : undefined,
  })
}

/** «4821 · Incendio en vivienda · Carrer Nou 3». */
function caseLine(each: CaseRow): string {
  if (each.hidden) return `${each.number}`
  const type = activeContent.type(each.type ?? "")?.name
  return handoverLine([
    `${each.number}`,
    type ? wording(type, i18n.language).words : each.type,
    each.location?.words,
  ])
}
