/** A need and a piece of work in words: what, and beneath it where, who, since when. */

import { wording } from "../../engine/content.ts"
import { i18n, loose, t, tOr } from "../../i18n/i18n.svelte.ts"
import { time } from "../../kit/time.ts"
import type { Need } from "./needs.ts"
import { nounOf } from "./picture.ts"
import type { Room } from "./room.svelte.ts"
import type { Work } from "./work.ts"

export function serviceWords(service: string): string {
  return tOr(`dispatch.service.${service}`, "common.plain", { text: service })
}

/** «Sin recurso: 4816». */
export function title(need: Need, room: Room): string {
  const number = room.index.case.get(need.case ?? "")?.number ?? ""
  const call = room.index.call.get(need.call ?? "")?.number
  const facts = {
    number,
    call: call ? t("room.call_number", { number: call }) : String(number),
    whom: whom(need, room),
  }
  return i18n.has(`room.need.${need.kind}`)
    ? i18n.say(`room.need.${need.kind}`, loose(facts))
    : `${tOr(`watch.${need.kind}`, "common.plain", { text: need.kind })} ${number}`
}

function whom(need: Need, room: Room): string {
  const unit = room.index.unit.get(need.unit ?? "")
  if (unit) return unit.callsign
  const task = room.index.task.get(need.task ?? "")
  if (task) return serviceWords(task.service)
  if (need.kind === "handover") {
    const key = room.picture.watches.find((each) => each.id === need.watch)?.subject ?? ""
    return room.chair(room.picture.handovers.find((each) => each.id === nounOf(key)[1])?.desk)
  }
  return room.chair(need.desk)
}

/** What these are about stands in the watch as people call it: an operation, a gateway, a way out of the house. */
const NAMED: ReadonlySet<string> = new Set(["operation_over", "loan_lost", "radio_lost", "delivery_failed"])

/** What it is about: type, place, centre, person. Nothing that the title has said. */
export function line(need: Need, room: Room): string {
  const incident = room.index.case.get(need.case ?? "")
  const call = room.index.call.get(need.call ?? "")
  const task = room.index.task.get(need.task ?? "")
  const at = room.index.desk.get(need.desk ?? "")
  const parts = [
    need.kind === "crew_emergency" && micro(need, room),
    task && (room.centre(task.centre)?.name ?? serviceWords(task.service)),
    task?.refusal && tOr(`dispatch.refusal.${task.refusal}`, "common.plain", { text: task.refusal }),
    incident && typeWords(incident.type, room),
    incident &&
      (incident.location?.words ??
        (need.kind === "no_location" ? null : t("watch.no_location").toLowerCase())),
    !incident &&
      call &&
      (call.phone ?? tOr(`desk.channel.${call.channel}`, "common.plain", { text: call.channel })),
    need.kind === "desk_help" && at?.person_name,
    NAMED.has(need.kind) && room.picture.watches.find((each) => each.id === need.watch)?.about,
    t("room.since", { time: time(need.since) }),
  ]
  return parts.filter(Boolean).join(" · ")
}

/** Where a crew in danger is heard, as far as its radio said. */
function micro(need: Need, room: Room): string {
  const group = room.index.unit.get(need.unit ?? "")?.emergency?.group
  return group ? t("radio.open_mic", { group }) : ""
}

export function typeWords(type: string | null | undefined, room: Room): string {
  const name = type ? room.types[type] : undefined
  return name ? wording(name, i18n.language).words : (type ?? "")
}

/** «ofrecida», «B-12 no ha llegado»: what a row of region 6 says. */
export function workWords(each: Work, room: Room, late: boolean): string {
  if (each.task) {
    const state = each.task.unowned ? "unowned" : each.task.state
    return tOr(`dispatch.task.${state}`, "common.plain", { text: state })
  }
  const number = room.index.case.get(each.case ?? "")?.number ?? ""
  const call = room.index.call.get(each.watch?.call ?? "")?.number
  const facts = {
    // The agency has a column of its own too.
    whom: each.watch?.kind === "desk_help" ? room.chair(each.who) : each.who === each.agency ? "" : each.who,
    number,
    call: call ? t("room.call_number", { number: call }) : "",
  }
  const kind = each.watch?.kind ?? ""
  // What is still in time has not failed: it is awaited.
  if (!late && i18n.has(`room.awaits.${kind}`)) return i18n.say(`room.awaits.${kind}`, loose(facts))
  const words = i18n.has(`room.need.${kind}`)
    ? i18n.say(`room.need.${kind}`, loose({ ...facts, number: "", call: facts.call }))
    : tOr(`watch.${kind}`, "common.plain", { text: kind })
  // The number has a column of its own.
  return words.replace(/[\s:,]+$/, "")
}

export function capabilityName(room: Pick<Room, "capabilities">, code: string): string {
  const name = room.capabilities[code]?.name
  return name ? wording(name, i18n.language).words : code
}
