/** A need and a piece of work in words: what, and beneath it where, who, since when. */

import { wording } from "../../engine/content.ts"
import { i18n, lenientFacts, t, tOr } from "../../i18n/i18n.svelte.ts"
import { numberWords } from "../../kit/caller-number.ts"
import { unlessHidden } from "../../kit/reserved-row.ts"
import { timeText } from "../../kit/time.ts"
import { noticeName } from "../../notices/notice-words.ts"
import { partyWords } from "../../notifications/notification-words.ts"
import type { NotificationRow, TaskRow } from "../../protocol/generated.ts"
import { isKeptByCentre } from "../../state/centre-care.ts"
import type { AttentionItem } from "./attention.ts"
import { otherReasons } from "./one-row.ts"
import type { RoomModel } from "./room.svelte.ts"
import { parseStream } from "./room-board.ts"
import type { WorkItem } from "./work-items.ts"

export function serviceName(service: string): string {
  return tOr(`dispatch.service.${service}`, "common.plain", { text: service })
}

export function agencyName(id: string, room: RoomModel): string {
  return room.agency(id)?.name ?? id
}
/** A desk, a centre or an agency as people call it; anything else as it is. */
function partyName(id: string, room: RoomModel): string {
  const { desks, centres, agencies } = room.directory
  return [...desks, ...centres, ...agencies].find((each) => each.id === id)?.name ?? id
}

/** «Sin recurso: 4816». */
export function attentionTitle(need: AttentionItem, room: RoomModel): string {
  const number = room.index.case.get(need.case ?? "")?.number ?? planParty(need, room)
  const call = room.index.call.get(need.call ?? "")?.number
  const facts = {
    number,
    call: call ? t("room.call_number", { number: call }) : String(number),
    whom: whom(need, room),
    what: whatIsMissing(need, room),
  }
  return i18n.has(`room.need.${need.kind}`)
    ? i18n.say(`room.need.${need.kind}`, lenientFacts(facts))
    : `${tOr(`watch.${need.kind}`, "common.plain", { text: need.kind })} ${number}`
}

/** Whom a plan tells, where nobody of them answered: it is of no case. */
function planParty(need: AttentionItem, room: RoomModel): string {
  const subject = room.picture.watches.find((each) => each.id === need.watch)?.subject
  const row = room.board
    .rows<NotificationRow>("notifications")
    .find((each) => subject === `notification:${each.id}`)
  return row?.party ? partyWords(row) : ""
}

/** «Detener los trenes»; of a task, the parts that nobody covers. */
function whatIsMissing(need: AttentionItem, room: RoomModel): string {
  if (need.kind === "notice")
    return noticeName(room.picture.watches.find((each) => each.id === need.watch)?.about)
  return uncoveredText(room.index.task.get(need.task ?? ""), room)
}

/** «Vehículo de rescate y excarcelación + 2 × Bomba». */
function uncoveredText(task: TaskRow | undefined, room: RoomModel): string {
  return (task?.uncovered ?? []).map((code) => capabilityName(room, code)).join(" + ")
}

function reasonWords(need: AttentionItem, room: RoomModel): string {
  return attentionTitle({ ...need, case: null, call: null, others: [] }, room).replace(/[\s:,]+$/, "")
}

function whom(need: AttentionItem, room: RoomModel): string {
  const unit = room.index.unit.get(need.unit ?? "")
  if (unit) return unit.callsign
  const task = room.index.task.get(need.task ?? "")
  if (task) return task.hidden ? (room.centre(task.centre)?.name ?? task.centre) : serviceName(task.service)
  if (need.kind === "handover") {
    const key = room.picture.watches.find((each) => each.id === need.watch)?.subject ?? ""
    return room.chair(room.picture.handovers.find((each) => each.id === parseStream(key)[1])?.desk)
  }
  return room.chair(need.desk)
}

/** What these are about stands in the watch as people call it: an operation, a gateway, a channel to the outside. */
const NAMED: ReadonlySet<string> = new Set(["operation_over", "loan_lost", "radio_lost", "delivery_failed"])

/** What it is about: type, place, centre, person. Nothing that the title has said. */
export function attentionDetail(need: AttentionItem, room: RoomModel): string {
  const incident = room.index.case.get(need.case ?? "")
  const call = room.index.call.get(need.call ?? "")
  const task = room.index.task.get(need.task ?? "")
  const at = room.index.desk.get(need.desk ?? "")
  const others = otherReasons(need, (other) => reasonWords(other, room))
  const parts = [
    need.kind === "crew_emergency" && micro(need, room),
    task && (room.centre(task.centre)?.name ?? serviceName(task.service)),
    task?.refusal && tOr(`dispatch.refusal.${task.refusal}`, "common.plain", { text: task.refusal }),
    incident && (incident.hidden ? t("kit.hidden") : incidentTypeName(incident.type, room)),
    incident &&
      !incident.hidden &&
      (incident.location?.words ??
        (need.kind === "no_location" ? null : t("watch.no_location").toLowerCase())),
    !incident &&
      call &&
      unlessHidden(
        call,
        () =>
          numberWords(call) ?? tOr(`desk.channel.${call.channel}`, "common.plain", { text: call.channel }),
      ),
    need.kind === "desk_help" && at?.person_name,
    need.kind === "process_fault" && processWords(need, room),
    NAMED.has(need.kind) && room.picture.watches.find((each) => each.id === need.watch)?.about,
    t("room.since", { time: timeText(need.since) }),
    // Its other reasons, by what they are: each is named, and its number is in the title.
    others.length > 0 &&
      t("room.and_reasons", {
        count: others.reduce((sum, each) => sum + each.count, 0),
        what: others.map(({ words, count }) => (count > 1 ? `${words} ×${count}` : words)).join(", "),
      }),
  ]
  return parts.filter(Boolean).join(" · ")
}

function processWords(need: AttentionItem, room: RoomModel): string {
  return processName(room.picture.watches.find((each) => each.id === need.watch)?.about ?? "")
}

/** «central telefónica»: a process of Auxilio, as people call what it does. */
export function processName(process: string): string {
  return tOr(`room.process.${process}`, "common.plain", { text: process })
}

/** Where a crew in danger is heard, as far as its radio said. */
function micro(need: AttentionItem, room: RoomModel): string {
  const group = room.index.unit.get(need.unit ?? "")?.emergency?.group
  return group ? t("radio.open_mic", { group }) : ""
}

export function incidentTypeName(type: string | null | undefined, room: RoomModel): string {
  const name = type ? room.types[type] : undefined
  return name ? wording(name, i18n.language).words : (type ?? "")
}

/** «ofrecida», «B-12 no ha llegado»: what a row of region 6 says. */
export function workItemText(each: WorkItem, room: RoomModel, late: boolean): string {
  if (each.task) {
    if (each.task.uncovered.length > 0) return t("room.uncovered", { what: uncoveredText(each.task, room) })
    if (isKeptByCentre(each.task)) return t("kit.kept_by_centre")
    const state = each.task.unowned ? "unowned" : each.task.state
    return tOr(`dispatch.task.${state}`, "common.plain", { text: state })
  }
  const number = room.index.case.get(each.case ?? "")?.number ?? ""
  const call = room.index.call.get(each.watch?.call ?? "")?.number
  const facts = {
    // The agency has a column of its own too.
    whom: each.who === each.agency ? "" : partyName(each.who, room),
    number,
    call: call ? t("room.call_number", { number: call }) : "",
    what: noticeName(each.watch?.about),
  }
  const kind = each.watch?.kind ?? ""
  // What is still in time has not failed: it is awaited.
  if (!late && i18n.has(`room.awaits.${kind}`)) return i18n.say(`room.awaits.${kind}`, lenientFacts(facts))
  const words = i18n.has(`room.need.${kind}`)
    ? i18n.say(`room.need.${kind}`, lenientFacts({ ...facts, number: "", call: facts.call }))
    : tOr(`watch.${kind}`, "common.plain", { text: kind })
  // The number has a column of its own.
  return words.replace(/[\s:,]+$/, "")
}

export function capabilityName(room: Pick<RoomModel, "capabilities">, code: string): string {
  const name = room.capabilities[code]?.name
  return name ? wording(name, i18n.language).words : code
}
