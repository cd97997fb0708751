/**
 * What is said of a scene of many victims, in words: the only module that asks the catalogue for them. Components get
 * strings (console/src/i18n/catalogues.test.ts looks).
 */

import { i18n, t, tOr } from "../i18n/i18n.svelte.ts"
import type {
  CasualtyColour,
  CasualtyLocation,
  CountBasis,
  MethaneField,
  MethaneSource,
  MethaneValue,
  SceneRow,
  SituationRow,
} from "../protocol/generated.ts"
import { type CountTrend, casualtiesText } from "../state/scene.ts"
import { hazardName } from "./hazards.ts"
import { letterLine, sceneLine } from "./scene-line.ts"

const word = (key: string): string => i18n.say(`major.${key}`)

/** «Víctimas», and the capital that stands before it in the language of the page. */
export const letterName = (letter: MethaneField): string => t(`major.letter.${letter}`)
export const letterCap = (letter: MethaneField): string => t(`major.cap.${letter}`)
export const colourName = (colour: CasualtyColour): string => t(`major.colour.${colour}`)
export const placeName = (place: CasualtyLocation): string => t(`major.place.${place}`)
export const countBasisName = (how: CountBasis): string => t(`major.how.${how}`)
/** Whose words a letter is, beside it. */
export const letterSource = (source: MethaneSource): string => t(`major.from.${source}`)

/** What a letter says: «sí», «20+ (estimación)», «humo». */
export function letterText(value: MethaneValue): string {
  return letterLine(value, word)
}

/** What a fact of a scene tells; undefined for a fact of anything else. */
export function sceneFactText(kind: string, body: unknown): string | undefined {
  return sceneLine(kind, body, word)
}

/** Which report was the last, who gave it, how old it is and whether it was read back. */
export function reportText(report: SceneRow["reports"][number], age: string): string {
  const last = t("major.last", { number: report.number, who: report.given_by ?? report.by, age })
  return `${last} · ${report.read_back ? t("major.was_read_back") : t("major.not_read_back")}`
}

/** What stands of a letter while a new report is written. */
export function standingLetterText(value: MethaneValue, age: string): string {
  return t("major.stands", { value: letterText(value), age })
}

/** How a colour was counted last, and when; or that it was not. */
export function countBasisText(trend: CountTrend | null, ago: (at: string) => string): string {
  return trend ? `${countBasisName(trend.how)} · ${ago(trend.at)}` : t("major.not_counted")
}

/** What was counted before, in the form of a new count. */
export function earlierCountText(trend: CountTrend): string {
  return t("major.count_before", { value: casualtiesText(trend.now), how: countBasisName(trend.how) })
}

/** Those of a colour who are known one by one. */
export function knownOneByOneText(count: number): string {
  return t("major.known_one_by_one", { count })
}

/** After the number of a report: «heridos (estimación)»; the words of a letter that holds no number. */
export function casualtiesWords(value: MethaneValue): string {
  return value.number
    ? t("major.hurt", { how: value.how ? countBasisName(value.how) : "" })
    : letterText(value)
}

/** What became of a plan of this scene: «Plan A: fase 1 · declarado». */
export function situationText(told: SceneRow["situations"][string]): string {
  return `${told.name}: ${told.phase} · ${tOr(`major.told.${told.what}`, "common.plain", { text: told.what })}`
}

/** A hazard of no kind is told by its words alone. `catalogue`: whose names of hazards are used. */
export function knownHazard(
  code: string,
  catalogue: "report.hazard" | "kit.hazard_code",
): string | undefined {
  return code === "hazard" ? undefined : hazardName(code, catalogue)
}

/** Why a plan is proposed, as a sentence. */
export function planReasonText(ground: {
  readonly fact: string
  readonly value: string
  readonly case_number: number
}): string {
  const value =
    ground.fact === "declared"
      ? tOr(`major.declared.${ground.value}`, "common.plain", { text: ground.value })
      : ground.value
  return tOr(`major.ground.${ground.fact}`, "common.plain", {
    text: ground.value,
    value,
    number: ground.case_number,
  })
}

/** A plan and the phase that it stands in. */
export function planText(plan: SituationRow): string {
  return t("plan.bar", { name: plan.name, phase: plan.standing?.phase_name ?? "" })
}
