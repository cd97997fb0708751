/** What a crew lacks, in words. It informs: nothing is refused because of it. */

import { i18n, t, tOr } from "../i18n/i18n.svelte.ts"
import type { CrewWarning } from "../protocol/generated.ts"
import { crewWarnings } from "../state/crew-warnings.svelte.ts"
import { calendarDay } from "./time.ts"

/** «Acabó el 3 nov 2026, de Ana: Enfermería de urgencias (para Soporte vital avanzado)». */
export function crewWarningText(one: CrewWarning): string {
  const needs = one.any_of
    .map((code) => crewWarnings.nameOf(code, i18n.language))
    .join(t("qualifications.or"))
  const day = one.ended ? calendarDay(one.ended, i18n.language) : ""
  const warning = t(`rosters.crew.${one.kind}`, { needs, day, people: one.people.join(", ") })
  const capabilities = one.capabilities
    .map((code) => tOr(`dispatch.capability.${code}`, "common.plain", { text: code }))
    .join(", ")
  return t("rosters.crew.for", { warning, capabilities })
}

/** As short as a row of a list has room for; empty where the crew lacks nothing. */
export function crewWarningShort(of: readonly CrewWarning[]): string {
  if (of.length === 0) return ""
  const lacks = of.some((each) => each.kind !== "not_recorded")
  return t(lacks ? "rosters.crew.short" : "rosters.crew.short_not_recorded")
}
