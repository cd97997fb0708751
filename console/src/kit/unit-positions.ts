/** Where a unit is drawn, and how a position that nobody believes is said. */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import type { ImplausibleFix, Point, UnitLocation } from "../protocol/generated.ts"
import { durationText } from "./deadline.ts"

/** On the road it is driven on, where that is known; else as the receiver said it. */
export function drawnPosition(seen: UnitLocation): Point {
  return seen.road ?? seen.point
}

/** Nothing is moved onto a road while the engine is down: the map says so, for all of them at once. */
export function isRoadMatchingDown(seen: readonly UnitLocation[]): boolean {
  return seen.some((each) => each.on_road === "no_engine")
}

/** «posición dudosa: 0° 0°». */
export function doubtWords(doubt: ImplausibleFix): string {
  return t("position.doubtful", {
    why: tOr(`position.why.${doubt.verdict}`, "common.plain", { text: doubt.verdict, ...doubt.facts }),
  })
}

/** «posición de hace 0:42 · en silencio»: for the list of a map, where no dotted outline says it. */
export function positionText(
  at: string | undefined,
  now_ms: number,
  more: { readonly doubt?: ImplausibleFix | undefined; readonly silent?: boolean } = {},
): string {
  const age = at === undefined ? null : durationText(Math.max(0, (now_ms - Date.parse(at)) / 1000))
  return [
    age === null ? t("map.position_base") : t("map.position_age", { age }),
    more.doubt && doubtWords(more.doubt),
    more.silent && t("map.silent"),
  ]
    .filter(Boolean)
    .join(" · ")
}
