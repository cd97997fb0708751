/**
 * A report or a count of a scene as one line: «Peligros: humo · Víctimas: 20+ (estimación)». Pure: the words are given. The
 * server's reports word the same (`reporting/story.py`); `tests/vectors/scenes.json` holds both to it.
 */

import type { Casualties, CasualtyColour, CasualtyLocation, MethaneValue } from "../protocol/generated.ts"
import { CASUALTY_PLACES, casualtiesText, SCENE_LETTERS, TRIAGE_COLOURS } from "../state/scene.ts"

/** What the catalogue says under `major.` and this. */
export type SceneWord = (key: string) => string

/** One letter of a report. */
export function letterLine(value: MethaneValue, word: SceneWord): string {
  return [
    value.declared ? word(`declared.${value.declared}`) : "",
    value.number ? `${casualtiesText(value.number)} (${value.how ? word(`how.${value.how}`) : ""})` : "",
    value.words ? `«${value.words}»` : "",
  ]
    .filter(Boolean)
    .join(" ")
}

interface Body {
  readonly said?: { readonly [letter: string]: MethaneValue }
  readonly colours?: { readonly [colour in CasualtyColour]?: Casualties }
  readonly places?: { readonly [place in CasualtyLocation]?: Casualties }
}
/** What a fact of a scene tells; undefined for a fact of anything else. */
export function sceneLine(kind: string, body: unknown, word: SceneWord): string | undefined {
  const { said = {}, colours = {}, places = {} } = (body ?? {}) as Body
  if (kind === "major.scene.reported")
    return SCENE_LETTERS.flatMap((letter) => {
      const value = said[letter]
      return value ? [`${word(`letter.${letter}`)}: ${letterLine(value, word)}`] : []
    }).join(" · ")
  if (kind !== "major.scene.counted") return undefined
  return [
    ...TRIAGE_COLOURS.flatMap((each) =>
      colours[each] ? [`${word(`colour.${each}`)} ${casualtiesText(colours[each])}`] : [],
    ),
    ...CASUALTY_PLACES.flatMap((each) =>
      places[each] ? [`${word(`place.${each}`)} ${casualtiesText(places[each])}`] : [],
    ),
  ].join(" · ")
}
