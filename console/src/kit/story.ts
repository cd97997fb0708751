/** A fact of the log as a line of a story. The words stand in the catalogue, by the kind of the fact. */

import { i18n, loose, t } from "../i18n/i18n.svelte.ts"
import type { Moment } from "./Timeline.svelte"

/** What the board sends (`realtime.model.StoryRow`). */
export interface Fact {
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly by: string
  readonly body: unknown
}

/** What changed the course of a case. */
const STRONG = new Set([
  "cases.case.help_marked",
  "cases.case.floor_proved",
  "cases.case.priority_raised",
  "cases.case.closed",
  "cases.case.sealed",
  "calls.call.answered",
  "dispatch.task.accepted",
  "instructions.moment.marked",
])
const ALARM = new Set(["dispatch.task.nobody_has_it", "dispatch.task.timed_out", "calls.desk.asked_help"])

export function moment(fact: Fact): Moment {
  const facts = flat(fact.body)
  const key = `story.${fact.kind}`
  return {
    id: fact.id,
    at: fact.at,
    text: i18n.has(key) ? i18n.say(key, loose(facts)) : t("kit.story_other", { kind: fact.kind }),
    who: fact.by === "citizen" ? t("kit.citizen") : fact.by,
    strong: STRONG.has(fact.kind),
    tone: ALARM.has(fact.kind) ? "alarm" : undefined,
  }
}

/** Facts of the machinery: they are in the log and in the file, and tell a person at a desk nothing. */
const QUIET =
  /^(followup\.watch\.(set|kept|amber|cancelled|closed)|calls\.desk\.(ready|offered|busy|wraps_up|paused)|calls\.call\.queued|triage\.run\.proved|calls\.desk\.signed_off|dispatch\.task\.unit_given|dispatch\.unit\.\w+|followup\.message\.read|triage\.run\.closed)$/

/** Newest first, without the facts of the machinery. */
export function moments(facts: readonly Fact[]): readonly Moment[] {
  return facts
    .filter((fact) => !QUIET.test(fact.kind))
    .map(moment)
    .sort((a, b) => String(b.at).localeCompare(String(a.at)))
}

/** The facts of a body that words can speak of: `location.words` is `location_words`. What is absent is empty. */
function flat(body: unknown, prefix = ""): Record<string, string | number> {
  const found: Record<string, string | number> = {}
  if (typeof body !== "object" || body === null) return found
  for (const [name, value] of Object.entries(body)) {
    const key = `${prefix}${name}`
    if (typeof value === "string" || typeof value === "number") found[key] = value
    else if (typeof value === "boolean") found[key] = value ? "yes" : "no"
    else if (value === null) found[key] = ""
    else if (Array.isArray(value)) {
      found[key] = value.filter((each) => typeof each === "string").join(", ")
      found[`${key}_count`] = value.length
    } else Object.assign(found, flat(value, `${key}_`))
  }
  return found
}
