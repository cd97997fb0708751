/** How the rows of a centre are said. */

import { i18n, t, tOr } from "../../i18n/i18n.svelte.ts"
import { durationText, parseInstant } from "../../kit/deadline.ts"
import { hazardText } from "../../kit/hazards.ts"
import { placeParts } from "../../kit/place-parts.ts"
import { shownPriority } from "../../kit/priority.ts"
import { priorityText } from "../../kit/priority-text.ts"
import { unlessHidden } from "../../kit/reserved-row.ts"
import { timeText } from "../../kit/time.ts"
import type { CaseRow, CriticalChange, OperationRow, TaskRow } from "../../protocol/generated.ts"
import { now } from "../../state/now.svelte.ts"
import { contentNames } from "./content-names.svelte.ts"
import {
  type CandidateReason,
  type DiversionProposal,
  type JointProposal,
  type ProposedUnit,
  wholeMinutes,
} from "./model.ts"

export const incidentTitle = (task: TaskRow, it: CaseRow | undefined): string =>
  unlessHidden(task, () =>
    it?.type
      ? contentNames.type(it.type, i18n.language)
      : tOr(`dispatch.service.${task.service}`, "common.plain", { text: task.service }),
  )

/** Where, with the municipality always. */
export function locationText(it: CaseRow | undefined): string {
  const place = it?.location
  if (!place) return unlessHidden(it, () => t("centre.no_place"))
  return placeParts(place).join(" · ")
}

export const capabilityText = (code: string): string =>
  tOr(`dispatch.capability.${code}`, "common.plain", { text: code.toUpperCase() })

/** As a dispatcher says it: «SVA». What has no short word is said whole. */
export const capabilityShortName = (code: string): string =>
  i18n.has(`dispatch.capability_short.${code}`)
    ? i18n.say(`dispatch.capability_short.${code}`)
    : capabilityText(code)

/** «2 × Soporte vital avanzado + Patrulla». */
export function capabilitiesText(capabilities: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const each of capabilities) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts]
    .map(([code, count]) => (count > 1 ? `${count} × ${capabilityText(code)}` : capabilityText(code)))
    .join(" + ")
}

export function travelMinutesText(travel_s: number | null): string {
  const known = wholeMinutes(travel_s)
  return known === null ? "–" : t("common.minutes", { minutes: known })
}

function reason(each: CandidateReason, kind: "reason" | "flag", can: readonly string[]): string {
  const facts = {
    ...each.facts,
    what: capabilitiesText(can),
    age: durationText(Number(each.facts?.age_s ?? 0)),
    status: tOr(`kit.unit.${each.facts?.status}`, "common.plain", { text: each.facts?.status ?? "" }),
  }
  return tOr(`dispatch.${kind}.${each.code}`, "common.plain", { text: each.code, ...facts })
}
export const reasonsText = (of: ProposedUnit): string =>
  [
    ...of.reasons.map((each) => reason(each, "reason", of.capabilities)),
    ...of.flags.map((each) => reason(each, "flag", of.capabilities)),
  ].join(" · ")

/** Why a unit is set aside, for which incident and since when, and until when where that is known. */
export function asideText(
  of: ProposedUnit,
  cases: ReadonlyMap<string, CaseRow>,
  operations: readonly Pick<OperationRow, "id" | "details">[],
): string {
  const facts = of.reasons.map((each) => each.facts ?? {})
  const busy = cases.get(facts.find((each) => each.case !== undefined)?.case ?? "")
  const since = facts.find((each) => each.since !== undefined)?.since
  const lent = facts.find((each) => each.operation !== undefined)?.id
  const until = operations.find((each) => each.id === lent)?.details.ends_at
  return [
    reasonsText(of),
    busy && t("centre.aside_case", { number: busy.number }),
    since && t("centre.aside_since", { time: timeText(since) }),
    until && t("centre.aside_until", { time: timeText(until) }),
  ]
    .filter(Boolean)
    .join(" · ")
}

/** Why together differs from alone: «B-01 está más cerca (4 min), pero va al P0 de Calle Mayor, 3». */
export function jointProposalText(of: JointProposal, cases: ReadonlyMap<string, CaseRow>): string {
  const { reason: why } = of
  const to = of.callsign
    ? t("dispatch.share.to", { callsign: of.callsign, minutes: travelMinutesText(of.travel_s) })
    : t("dispatch.share.nobody", { what: capabilityText(of.capability) })
  if (!why.facts?.callsign) return to
  const facts = {
    callsign: why.facts.callsign,
    minutes: travelMinutesText(Number(why.facts.travel_s)),
    priority: why.facts.priority ?? "",
    where: locationText(cases.get(why.facts.case ?? "")),
  }
  return `${to} · ${tOr(`dispatch.share.${why.code}`, "common.plain", { text: why.code, ...facts })}`
}

/** What a diversion gains here, and what it costs there. */
export function diversionText(
  of: DiversionProposal,
  cases: ReadonlyMap<string, CaseRow>,
): readonly [string, string] {
  const { callsign } = of
  const gain =
    of.instead_s === null
      ? t("dispatch.divert.alone", { callsign, minutes: travelMinutesText(of.travel_s) })
      : t("dispatch.divert.sooner", {
          callsign,
          minutes: travelMinutesText(of.travel_s),
          instead: travelMinutesText(of.instead_s),
        })
  const leaves = t("dispatch.divert.leaves", {
    priority: priorityText(shownPriority(cases.get(of.leaves_case), of.leaves_priority)),
    where: locationText(cases.get(of.leaves_case)),
    left: travelMinutesText(of.leaves_s),
  })
  const next = of.next_callsign
    ? t("dispatch.divert.next", { callsign: of.next_callsign, minutes: travelMinutesText(of.next_s) })
    : t("dispatch.divert.nobody")
  return [gain, `${leaves}; ${next}`]
}

/** What a critical change says at the top of the task: «SUBE A P0», «CAMBIA LA DIRECCIÓN», «PELIGRO: arma». */
export function criticalChangeText(change: CriticalChange): {
  readonly title: string
  readonly more: string
} {
  const wait = change.kind === "wait_for_police"
  const said = change.kind === "more_asked" ? capabilitiesText(change.new.split(" ")) : hazardText(change.new)
  const title = tOr(`dispatch.change.${change.kind}`, "common.plain", {
    text: change.kind,
    new: said,
    old: change.old ?? "",
  })
  const inTitle =
    change.kind === "hazard" || change.kind === "priority_raised" || change.kind === "more_asked"
  return { title, more: inTitle ? "" : wait && said === "" ? "" : said }
}

export const elapsedText = (at: string | null | undefined): string =>
  at ? durationText(Math.max(0, (now.ms - (parseInstant(at) ?? now.ms)) / 1000)) : ""

export const elapsedSeconds = (since: string, at: string | null): number | null =>
  at === null ? null : ((parseInstant(at) ?? 0) - (parseInstant(since) ?? 0)) / 1000

/** Why a crew's telephone was not woken; a code of a service without words of ours is shown as it is. */
export function wakeUpCodeWords(code: string): string {
  const http = /^http_(\d{3})$/.exec(code)
  if (http?.[1] !== undefined) return t("wake.code.http", { status: http[1] })
  return tOr(`wake.code.${code}`, "common.plain", { text: code })
}
