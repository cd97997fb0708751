/** Dangerous goods of a case as people read them, the same for desk, centre and crew: words, distances, shapes for the map. */

import { i18n, type MessageKey, t, tOr } from "../i18n/i18n.svelte.ts"
import type { CaseHazmat, HazmatSheet, Location, Wind } from "../protocol/generated.ts"
import { compassPointOf } from "../state/earth.ts"
import { durationText, parseInstant } from "./deadline.ts"
import { windName } from "./hazards.ts"
import {
  downwindBearing,
  type HazmatZone,
  hazmatZones,
  isNight,
  type ReachDistances,
  zoneDistances,
} from "./hazmat-zones.ts"
import type { MapZone } from "./map-shapes.ts"

/** What of a case the goods hang on; a phone may have kept a row of before they were known. */
export interface CaseGoods {
  readonly location?: Location | null
  readonly goods?: readonly CaseHazmat[]
  readonly wind?: Wind | null
}
export interface NamedValue {
  readonly name: string
  readonly value: string
  readonly strong?: boolean
  readonly was?: string
}

const own = (words: { readonly [language: string]: string } | undefined): string =>
  words?.[i18n.language] ?? words?.es ?? ""

/** Those that nobody has corrected. */
export function activeGoods(it: CaseGoods | null | undefined): readonly CaseHazmat[] {
  return (it?.goods ?? []).filter((each) => each.replaced_by == null)
}
/** `33/1203`, as it was read. */
export function plateText(of: Pick<CaseHazmat, "top" | "bottom" | "un" | "hazard_class">): string {
  if (of.top || of.bottom) return `${of.top ?? "–"}/${of.bottom ?? "–"}`
  return of.un ? `UN ${of.un}` : (of.hazard_class ?? "?")
}
export function substanceName(sheet: HazmatSheet): string {
  return own(sheet.names) || own(sheet.class_words) || t("goods.basis.unknown")
}
/** «33/1203 Gasolina · clase 3 · guía 128». */
export function goodsText(of: CaseHazmat): string {
  const { sheet } = of
  return [
    `${plateText(of)} ${substanceName(sheet)}`,
    sheet.classes?.length ? `${t("goods.fact_class").toLowerCase()} ${sheet.classes.join(", ")}` : "",
    t("goods.guide", { guide: sheet.guide }),
  ]
    .filter(Boolean)
    .join(" · ")
}
/** What must be said beside it, the gravest first. */
export function sheetWarnings(
  sheet: HazmatSheet,
): readonly { readonly code: string; readonly words: string }[] {
  return (sheet.marks ?? []).map((code) => ({
    code,
    words: tOr(`goods.mark.${code}`, "common.plain", { text: code }),
  }))
}
/** «aislar 60 m alrededor · proteger a sotavento 300 m de día, 1100 m de noche». */
export function protectiveDistancesText(reach: ReachDistances | undefined): string {
  const { isolation_m, day_m, night_m } = reach ?? {}
  if (!isolation_m && !day_m && !night_m) return t("goods.not_known")
  const downwind =
    day_m && day_m === night_m
      ? t("goods.downwind_same", { metres: day_m })
      : day_m || night_m
        ? t("goods.downwind", { day: day_m ?? "–", night: night_m ?? "–" })
        : ""
  return [isolation_m ? t("goods.isolate", { metres: isolation_m }) : "", downwind]
    .filter(Boolean)
    .join(" · ")
}
/** Everything that a sheet says, in the order in which it is needed. */
export function sheetFacts(sheet: HazmatSheet): readonly NamedValue[] {
  return [
    { name: t("goods.fact_means"), value: own(sheet.top_words) },
    {
      name: t("goods.fact_class"),
      value: [sheet.classes?.join(", "), own(sheet.class_words)].filter(Boolean).join(" · "),
    },
    {
      name: t("goods.fact_guide"),
      value: `${sheet.guide} · ${t("goods.orientation", { edition: sheet.edition })} · ${t(`goods.basis.${sheet.basis}` as MessageKey)}`,
    },
    { name: t("goods.fact_small"), value: protectiveDistancesText(sheet.small), strong: true },
    { name: t("goods.fact_large"), value: protectiveDistancesText(sheet.large), strong: true },
    {
      name: t("goods.fact_fire"),
      value: sheet.fire_m ? t("goods.isolate", { metres: sheet.fire_m }) : t("goods.not_known"),
      strong: true,
    },
    { name: t("goods.fact_source"), value: sheet.source },
  ].filter((each) => each.value !== "")
}

/** Where the wind blows from and how old that word is; that nobody has said it is said too. */
export function windText(wind: Wind | null | undefined, at_ms: number): string {
  if (!wind) return t("goods.wind_unsaid")
  const age = durationText(Math.max(0, (at_ms - (parseInstant(wind.at) ?? at_ms)) / 1000))
  return t("goods.wind_said", { from: windName(wind.blows_from), age })
}

/** The shapes of every goods that stands, each with its words: on the map, in its list, and in the facts of a task. */
export function caseZones(it: CaseGoods | null | undefined, at_ms: number): readonly MapZone[] {
  const place = it?.location?.point
  if (!it || !place) return []
  const toward = downwindBearing(it.wind?.blows_from)
  const several = activeGoods(it).length > 1
  const night = isNight(place, at_ms)
  return activeGoods(it).flatMap((each) =>
    hazmatZones(place, zoneDistances(each.sheet, each.spill ?? "unknown", night), toward).map((zone) => ({
      id: `${each.id} ${zone.kind}`,
      kind: zone.kind,
      ring: zone.ring,
      at: zone.label,
      short: t(zone.kind === "isolation" ? "goods.pin_isolation" : "goods.pin_protective", {
        metres: zone.metres,
      }),
      text: several ? `${plateText(each)}: ${zoneSaid(zone, night)}` : zoneSaid(zone, night),
    })),
  )
}
function zoneSaid(zone: HazmatZone, night: boolean): string {
  const { metres } = zone
  if (zone.kind === "isolation") return t("goods.zone_isolation", { metres })
  const light = t(night ? "goods.by_night" : "goods.by_day")
  return zone.toward === null
    ? t("goods.zone_round", { metres, light })
    : t("goods.zone_toward", { metres, light, toward: windName(compassPointOf(zone.toward)) })
}

/** What is drawn, in words; and what is not drawn, and why. */
export function zonesText(it: CaseGoods, at_ms: number): readonly string[] {
  if (activeGoods(it).length === 0) return []
  if (!it.location?.point) return [t("goods.zone_no_place")]
  const drawn = caseZones(it, at_ms)
  return [
    ...drawn.map((zone) => zone.text).toReversed(), // the nearer circle is said first
    ...activeGoods(it)
      .filter((each) => !drawn.some((zone) => zone.id.startsWith(each.id)))
      .map((each) => t("goods.zone_unknown", { plate: plateText(each) })),
  ]
}

/** The goods of a case as names and values, for whoever goes there. */
export function goodsFacts(it: CaseGoods | null | undefined, at_ms: number): readonly NamedValue[] {
  const stand = activeGoods(it)
  if (!it || stand.length === 0) return []
  const editions = [...new Set(stand.map((each) => t("goods.orientation", { edition: each.sheet.edition })))]
  const corrected = (of: CaseHazmat): string => {
    const before = it.goods?.find((each) => each.replaced_by === of.id)
    return before ? [corrected(before), plateText(before)].filter(Boolean).join(" ") : ""
  }
  return [
    ...stand.map((each) => {
      const was = corrected(each)
      return { name: t("goods.fact_goods"), value: goodsText(each), strong: true, ...(was ? { was } : {}) }
    }),
    ...stand.flatMap((each) => {
      const marks = sheetWarnings(each.sheet).filter(({ code }) => !QUIET.has(code))
      return marks.length
        ? [{ name: t("goods.fact_marks"), value: marks.map(({ words }) => words).join(" · "), strong: true }]
        : []
    }),
    { name: t("goods.fact_distances"), value: [...zonesText(it, at_ms), ...editions].join(" · ") },
    { name: t("goods.fact_wind"), value: windText(it.wind, at_ms) },
  ]
}
/** Of the table, not of the danger: said where it is looked up, not to who is on the road. */
const QUIET = new Set(["name_english", "guide_unchecked", "several_names"])
