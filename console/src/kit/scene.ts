/** A report and a count in words: the story's line, and each letter as it is shown. The server's reports word them the same (reporting/scenes.py). */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import type { Colour, HowMany, SituationRow, Value, Whereabouts } from "../protocol/generated.ts"
import { COLOURS, LETTERS, PLACES, spelled } from "../state/scene.ts"

export function spoken(value: Value): string {
  return [
    value.declared ? t(`major.declared.${value.declared}`) : "",
    value.number ? `${spelled(value.number)} (${value.how ? t(`major.how.${value.how}`) : ""})` : "",
    value.words ? `«${value.words}»` : "",
  ]
    .filter(Boolean)
    .join(" ")
}

interface Body {
  readonly said?: { readonly [letter: string]: Value }
  readonly colours?: { readonly [colour in Colour]?: HowMany }
  readonly places?: { readonly [place in Whereabouts]?: HowMany }
}
/** What a fact of a scene tells; undefined for a fact of anything else. */
export function toldScene(kind: string, body: unknown): string | undefined {
  const { said = {}, colours = {}, places = {} } = (body ?? {}) as Body
  if (kind === "major.scene.reported")
    return LETTERS.flatMap((letter) => {
      const value = said[letter]
      return value ? [`${t(`major.letter.${letter}`)}: ${spoken(value)}`] : []
    }).join(" · ")
  if (kind !== "major.scene.counted") return undefined
  return [
    ...COLOURS.flatMap((each) =>
      colours[each] ? [`${t(`major.colour.${each}`)} ${spelled(colours[each])}`] : [],
    ),
    ...PLACES.flatMap((each) =>
      places[each] ? [`${t(`major.place.${each}`)} ${spelled(places[each])}`] : [],
    ),
  ].join(" · ")
}

/** Why a plan is proposed, as a sentence. */
export function groundOf(ground: {
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
export function planWords(plan: SituationRow): string {
  return t("room.plan_bar", { name: plan.name, phase: plan.standing?.phase_name ?? "" })
}
