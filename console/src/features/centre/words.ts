/** How the rows of a centre are said. */

import { i18n, t, tOr } from "../../i18n/i18n.svelte.ts"
import { hazardSaid } from "../../kit/hazards.ts"
import { figure, instant } from "../../kit/promise.ts"
import type { CaseRow, Change, TaskRow } from "../../protocol/generated.ts"
import { now } from "../../state/now.svelte.ts"
import { type Diversion, minutesOf, type Proposed, type Reason, type Shared } from "./model.ts"
import { names } from "./names.svelte.ts"

export const what = (task: TaskRow, it: CaseRow | undefined): string =>
  it?.type
    ? names.type(it.type, i18n.language)
    : tOr(`dispatch.service.${task.service}`, "common.plain", { text: task.service })

/** Where, with the municipality always. */
export function where(it: CaseRow | undefined): string {
  const place = it?.location
  if (!place) return t("centre.no_place")
  const town = place.municipality
  return town && !place.words.includes(town) ? `${place.words} · ${town}` : place.words
}

export const capability = (code: string): string =>
  tOr(`dispatch.capability.${code}`, "common.plain", { text: code.toUpperCase() })

/** As a dispatcher says it: «SVA». What has no short word is said whole. */
export const capabilityShort = (code: string): string =>
  i18n.has(`dispatch.capability_short.${code}`)
    ? i18n.say(`dispatch.capability_short.${code}`)
    : capability(code)

/** «2 × Soporte vital avanzado + Patrulla». */
export function asked(capabilities: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const each of capabilities) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts]
    .map(([code, count]) => (count > 1 ? `${count} × ${capability(code)}` : capability(code)))
    .join(" + ")
}

export function minutes(travel_s: number | null): string {
  const known = minutesOf(travel_s)
  return known === null ? "–" : t("common.minutes", { minutes: known })
}

function reason(each: Reason, kind: "reason" | "flag"): string {
  const facts = {
    ...each.facts,
    age: figure(Number(each.facts?.age_s ?? 0)),
    status: tOr(`kit.unit.${each.facts?.status}`, "common.plain", { text: each.facts?.status ?? "" }),
  }
  return tOr(`dispatch.${kind}.${each.code}`, "common.plain", { text: each.code, ...facts })
}
export const reasons = (of: Proposed): string =>
  [...of.reasons.map((each) => reason(each, "reason")), ...of.flags.map((each) => reason(each, "flag"))].join(
    " · ",
  )

/** Why together differs from alone: «B-01 está más cerca (4 min), pero va al P0 de Calle Mayor, 3». */
export function sharedLine(of: Shared, cases: ReadonlyMap<string, CaseRow>): string {
  const { reason: why } = of
  const to = of.callsign
    ? t("dispatch.share.to", { callsign: of.callsign, minutes: minutes(of.travel_s) })
    : t("dispatch.share.nobody", { what: capability(of.capability) })
  if (!why.facts?.callsign) return to
  const facts = {
    callsign: why.facts.callsign,
    minutes: minutes(Number(why.facts.travel_s)),
    priority: why.facts.priority ?? "",
    where: where(cases.get(why.facts.case ?? "")),
  }
  return `${to} · ${tOr(`dispatch.share.${why.code}`, "common.plain", { text: why.code, ...facts })}`
}

/** What a diversion gains here, and what it costs there. */
export function diversionLine(of: Diversion, cases: ReadonlyMap<string, CaseRow>): readonly [string, string] {
  const { callsign } = of
  const gain =
    of.instead_s === null
      ? t("dispatch.divert.alone", { callsign, minutes: minutes(of.travel_s) })
      : t("dispatch.divert.sooner", {
          callsign,
          minutes: minutes(of.travel_s),
          instead: minutes(of.instead_s),
        })
  const leaves = t("dispatch.divert.leaves", {
    priority: `P${of.leaves_priority}`,
    where: where(cases.get(of.leaves_case)),
    left: minutes(of.leaves_s),
  })
  const next = of.next_callsign
    ? t("dispatch.divert.next", { callsign: of.next_callsign, minutes: minutes(of.next_s) })
    : t("dispatch.divert.nobody")
  return [gain, `${leaves}; ${next}`]
}

/** What a critical change says at the top of the task: «SUBE A P0», «CAMBIA LA DIRECCIÓN», «PELIGRO: arma». */
export function changed(change: Change): { readonly title: string; readonly more: string } {
  const wait = change.kind === "wait_for_police"
  const said = change.kind === "more_asked" ? asked(change.new.split(" ")) : hazardSaid(change.new)
  const title = tOr(`dispatch.change.${change.kind}`, "common.plain", {
    text: change.kind,
    new: said,
    old: change.old ?? "",
  })
  const inTitle =
    change.kind === "hazard" || change.kind === "priority_raised" || change.kind === "more_asked"
  return { title, more: inTitle ? "" : wait && said === "" ? "" : said }
}

export const ago = (at: string | null | undefined): string =>
  at ? figure(Math.max(0, (now.ms - (instant(at) ?? now.ms)) / 1000)) : ""

export const span = (since: string, at: string | null): number | null =>
  at === null ? null : ((instant(at) ?? 0) - (instant(since) ?? 0)) / 1000
