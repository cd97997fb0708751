/** A fact of the log as a line of a story. The words stand in the catalogue, by the kind of the fact. */

import { i18n, lenientFacts, t } from "../i18n/i18n.svelte.ts"
import { CODED, QUIET, STRONG } from "../protocol/story.ts"
import { directory } from "../state/directory.svelte.ts"
import { callerNumbers, callOf, severalCallers } from "./case-callers.ts"
import { hazardText } from "./hazards.ts"
import { sceneFactText } from "./scene-text.ts"
import { withoutGaps } from "./story-gaps.ts"
import { newestFirst } from "./story-order.ts"
import { dueAtOnce } from "./story-watches.ts"
import type { TimelineItem } from "./Timeline.svelte"

/** What the board sends (`realtime.model.StoryRow`). */
export interface StoryFact {
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly by: string
  readonly body: unknown
  /** The object whose fact it is: `call:…`. */
  readonly stream?: string
}

const ALARM = new Set([
  "dispatch.task.nobody_has_it",
  "dispatch.task.timed_out",
  "calls.desk.asked_help",
  "calls.call.audio_died",
])

/** How the log names Auxilio itself: its rules and its clocks, nobody at a desk. */
export const SYSTEM_ACTOR = "auxilio"
/** How it names a caller. */
const CITIZEN = "citizen"

/** What a page knows of names: of a type, a centre, a card. What it does not know stays as it was sent. */
export type NameLookup = (field: string, value: string, fact: StoryFact) => string | undefined

/** `caller`: which of several callers a fact of a call is of. */
function storyMoment(fact: StoryFact, names: NameLookup, caller?: number): TimelineItem {
  const facts = worded(fact, names)
  const told = sceneFactText(fact.kind, fact.body)
  if (told !== undefined) facts.told = told
  const key = `story.${fact.kind}`
  const words = i18n.has(key)
    ? withoutGaps(i18n.say(key, lenientFacts(facts)))
    : t("kit.story_other", { kind: fact.kind })
  const isTheirs = fact.by === CITIZEN
  const text = caller === undefined || isTheirs ? words : t("report.of_caller", { words, n: caller })
  return {
    id: fact.id,
    at: fact.at,
    text,
    who: caller !== undefined && isTheirs ? t("common.caller_nth", { n: caller }) : whose(fact.by, words),
    strong: STRONG.has(fact.kind),
    tone: ALARM.has(fact.kind) ? "alarm" : undefined,
  }
}

/** Who did it, when that says something: Auxilio acts by its rules, and «Atiende Lucía Ferrer» has said it already. */
function whose(by: string, text: string): string | undefined {
  if (by === SYSTEM_ACTOR || text.endsWith(` ${by}`)) return undefined
  return by === CITIZEN ? t("kit.citizen") : by
}

/** Names from the reference data of every installation. */
function known(field: string, value: string): string | undefined {
  if (value === SYSTEM_ACTOR) return t("kit.house")
  if (field === "centre") return directory.centreName(value)
  if (field !== "desk") return undefined
  const name = directory.deskName(value)
  return name === value ? t("report.desk", { desk: value }) : name
}

/** The facts of a body with words in the place of codes (the narratives of the capabilities say which are codes). */
function worded(fact: StoryFact, names: NameLookup): Record<string, string | number> {
  const facts = flat(fact.body)
  if (facts.kind === fact.kind) facts.kind = "" // the tag of the fact, not the kind of a promise
  // What was kept in several languages is told in the reader's own.
  for (const [field, value] of Object.entries(facts)) {
    if (field.endsWith(`_${i18n.language}`)) facts[field.slice(0, -1 - i18n.language.length)] = value
  }
  const news = hazardText(String(facts.change_new ?? facts.order_new ?? ""))
  for (const [field, value] of Object.entries(facts)) {
    if (typeof value !== "string" || value === "") continue
    const prefix = CODED[`${fact.kind}:${field}`]
    facts[field] =
      prefix === undefined
        ? (names(field, value, fact) ?? known(field, value) ?? value)
        : value
            .split(", ")
            .map((code) =>
              i18n.has(`${prefix}.${code}`) ? i18n.say(`${prefix}.${code}`, { new: news }) : code,
            )
            .join(", ")
  }
  return facts
}

/** Newest first, without the facts of the machinery. */
export function storyMoments(
  facts: readonly StoryFact[],
  names: NameLookup = () => undefined,
): readonly TimelineItem[] {
  const promises = new Map<string, string>()
  const atOnce = dueAtOnce(facts)
  const signs = new Map<string, string>()
  const questions = new Map<string, string>()
  for (const { kind, body } of facts) {
    const said = flat(body)
    if (kind === "followup.watch.set") promises.set(String(said.watch), `watch.${said.kind_of}`)
    if (kind === "dispatch.assignment.begun") signs.set(String(said.assignment), String(said.callsign))
    if (kind === "calls.call.question_sent") questions.set(String(said.item), String(said.words))
  }
  const numbers = callerNumbers(facts)
  const several = severalCallers(numbers)
  return newestFirst(
    facts
      .filter((fact) => !QUIET.has(fact.kind))
      .map((fact) => {
        const { watch, assignment, item } = flat(fact.body)
        const asked = fact.kind === "calls.call.answer_tapped" ? questions.get(String(item)) : undefined
        const promise = promises.get(String(watch))
        const more = {
          ...(promise && i18n.has(promise) ? { kind: i18n.say(promise) } : {}),
          ...(atOnce.has(String(watch)) ? { at_once: "yes" } : {}),
          ...(asked === undefined ? {} : { question: asked }),
          ...(signs.has(String(assignment)) ? { callsign: signs.get(String(assignment)) } : {}),
        }
        const caller = several ? numbers.get(callOf(fact) ?? "") : undefined
        return storyMoment({ ...fact, body: { ...(fact.body as object), ...more } }, names, caller)
      }),
  )
}

/** Metres and seconds are told whole. */
const WHOLE = /_[ms]$/

/** The facts of a body that words can speak of: `location.words` is `location_words`. What is absent is empty. */
function flat(body: unknown, prefix = ""): Record<string, string | number> {
  const found: Record<string, string | number> = {}
  if (typeof body !== "object" || body === null) return found
  for (const [name, value] of Object.entries(body)) {
    const key = `${prefix}${name}`
    if (typeof value === "number") found[key] = WHOLE.test(name) ? Math.round(value) : value
    else if (typeof value === "string") found[key] = value
    else if (typeof value === "boolean") found[key] = value ? "yes" : "no"
    else if (value === null) found[key] = ""
    else if (Array.isArray(value)) {
      found[key] = value.filter((each) => typeof each === "string").join(", ")
      found[`${key}_count`] = value.length
    } else Object.assign(found, flat(value, `${key}_`))
  }
  return found
}
