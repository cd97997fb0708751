/**
 * What is reported of a scene: a METHANE report as it is typed, and counts by colour. Pure.
 *
 * The letters stand in the order in which a report is read aloud (docs/nouns/scene-report.md). Nothing here is ever added up: what
 * was counted and who is known one by one are told beside each other.
 */

import type {
  AssignmentRow,
  CaseRow,
  Casualties,
  CasualtyColour,
  CasualtyCount,
  CasualtyLocation,
  CountBasis,
  CountCasualties,
  MajorDeclaration,
  MethaneField,
  MethaneSource,
  MethaneValue,
  ReportScene,
  SceneRow,
} from "../protocol/generated.ts"

export const SCENE_LETTERS = [
  "major",
  "exact_location",
  "type",
  "hazards",
  "access",
  "number",
  "present",
  "required",
] as const satisfies readonly MethaneField[]
/** Those that are words and nothing else. */
export const WORD_LETTERS = SCENE_LETTERS.filter(
  (each): each is Exclude<MethaneField, "major" | "number"> => each !== "major" && each !== "number",
)
export const TRIAGE_COLOURS = ["red", "yellow", "green", "black"] as const satisfies readonly CasualtyColour[]
export const CASUALTY_PLACES = [
  "at_scene",
  "moved",
  "handed_over",
] as const satisfies readonly CasualtyLocation[]
const PEOPLE_MAX = 100_000

/** `6`, `6-8`, `20+`: how a number is typed, and how it is read. Null for anything else. */
export function parseCasualties(text: string): Casualties | null {
  const found = /^\s*(\d{1,6})\s*(?:(\+)|[-–]\s*(\d{1,6}))?\s*$/.exec(text)
  if (!found) return null
  const least = Number(found[1])
  const most = found[2] ? null : Number(found[3] ?? found[1])
  if (least > PEOPLE_MAX || (most !== null && (most < least || most > PEOPLE_MAX))) return null
  return { least, most }
}
export function casualtiesText({ least, most }: Casualties): string {
  if (most === null || most === undefined) return `${least}+`
  return most === least ? `${least}` : `${least}–${most}`
}

/** One letter as it stands in the form. */
export interface LetterDraft {
  readonly words: string
  /** What the case knew already; once somebody types over it, it is theirs. */
  readonly known: boolean
}
export type LetterDrafts = { readonly [letter in (typeof WORD_LETTERS)[number]]: LetterDraft } & {
  readonly number: LetterDraft
}
const EMPTY: LetterDraft = { words: "", known: false }

/** What a case knows already of a letter that nobody has reported yet. */
export interface KnownScene {
  readonly place?: string | undefined
  readonly type?: string | undefined
  readonly hazards?: string | undefined
  readonly number?: string | undefined
  readonly present?: string | undefined
}
export function prefilledDrafts(known: KnownScene, scene: SceneRow | undefined): LetterDrafts {
  const said = scene?.letters ?? {}
  const draft = (letter: MethaneField, words: string | undefined): LetterDraft =>
    words && said[letter] === undefined ? { words: words.slice(0, 400), known: true } : EMPTY
  return {
    exact_location: draft("exact_location", known.place),
    type: draft("type", known.type),
    hazards: draft("hazards", known.hazards),
    access: EMPTY,
    number: draft("number", known.number),
    present: draft("present", known.present),
    required: EMPTY,
  }
}
/** Units that have arrived and not left, by callsign: those on their way are not present. */
export function unitsOnScene(work: readonly AssignmentRow[], id: string): readonly string[] {
  return work.filter((each) => each.case === id && each.step === "on_scene").map((each) => each.callsign)
}
/** What the rows of a case say, as far as a report asks. `there`: who is on the scene; `type` and `hazard` word a code. */
export function knownSceneOf(
  it: CaseRow | undefined,
  there: readonly string[],
  patients: number,
  victims: string | undefined,
  words: {
    readonly type: (code: string) => string | undefined
    readonly hazard: (code: string) => string | undefined
  },
): KnownScene {
  if (!it) return {}
  const place = it.location
  return {
    place: place
      ? [place.words, place.detail, place.words.includes(place.municipality ?? "") ? "" : place.municipality]
          .filter(Boolean)
          .join(", ")
      : undefined,
    type: it.type ? words.type(it.type) : undefined,
    hazards:
      it.hazards
        .map((each) => [words.hazard(each.code), each.words].filter(Boolean).join(": "))
        .filter(Boolean)
        .join(" · ") || undefined,
    number: victims && parseCasualties(victims) ? victims : patients > 0 ? `${patients}+` : undefined,
    present: there.join(", ") || undefined,
  }
}

/** The command of a form; null when a number cannot be read or nothing was said. */
export function reportCommandOf(
  id: string,
  form: {
    readonly declared: MajorDeclaration | null
    readonly drafts: LetterDrafts
    readonly how: CountBasis
    readonly source: MethaneSource
    readonly given_by: string
    readonly read_back: boolean
  },
): ReportScene | null {
  const source = (draft: LetterDraft): MethaneSource => (draft.known ? "case" : form.source)
  const said: Record<string, MethaneValue> = {}
  if (form.declared) said.major = { source: form.source, declared: form.declared }
  for (const letter of WORD_LETTERS) {
    const draft = form.drafts[letter]
    if (draft.words.trim()) said[letter] = { source: source(draft), words: draft.words.trim() }
  }
  const { number } = form.drafts
  if (number.words.trim()) {
    const many = parseCasualties(number.words)
    said.number = many
      ? { source: source(number), number: many, how: form.how }
      : { source: source(number), words: number.words.trim() }
  }
  if (Object.keys(said).length === 0) return null
  return {
    kind: "major.report_scene",
    case: id,
    said: Object.fromEntries(SCENE_LETTERS.flatMap((each) => (said[each] ? [[each, said[each]]] : []))),
    ...(form.given_by.trim() ? { given_by: form.given_by.trim() } : {}),
    read_back: form.read_back,
  }
}

/** What was typed for a count: a field for each colour and each whereabouts. What is empty was not counted. */
export type TypedCounts = { readonly [field in CasualtyColour | CasualtyLocation]?: string }
/** The fields that hold no number. */
export function invalidCountFields(typed: TypedCounts): readonly string[] {
  return Object.entries(typed)
    .filter(([, text]) => text.trim() !== "" && parseCasualties(text) === null)
    .map(([field]) => field)
}
export function countCommandOf(
  id: string,
  typed: TypedCounts,
  how: CountBasis,
  given_by: string,
): CountCasualties | null {
  const numbers = (fields: readonly (CasualtyColour | CasualtyLocation)[]) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const many = parseCasualties(typed[field] ?? "")
        return many ? [[field, many]] : []
      }),
    )
  const [colours, places] = [numbers(TRIAGE_COLOURS), numbers(CASUALTY_PLACES)]
  if (Object.keys(colours).length + Object.keys(places).length === 0) return null
  return {
    kind: "major.count_casualties",
    case: id,
    how,
    colours,
    places,
    ...(given_by.trim() ? { given_by: given_by.trim() } : {}),
  }
}

/** The newest that was counted of a colour or a whereabouts, and what was counted before it: each with its own moment. */
export interface CountTrend {
  readonly now: Casualties
  readonly how: CountBasis
  readonly at: string
  readonly before: Casualties | null
}
export function countTrend(
  sweeps: readonly CasualtyCount[],
  field: CasualtyColour | CasualtyLocation,
): CountTrend | null {
  const of = (sweep: CasualtyCount) => sweep.colours[field] ?? sweep.places?.[field]
  const [now, before] = sweeps.filter((sweep) => of(sweep) !== undefined).toReversed()
  if (!now) return null
  return { now: of(now) as Casualties, how: now.how, at: now.at, before: (before && of(before)) ?? null }
}

/** The patients who are known one by one, by the colour they were given. Those without a colour, or hidden, are not in it. */
export function patientsByColour(patients: readonly { readonly triage?: CasualtyColour | null }[]): {
  readonly [c in CasualtyColour]: number
} {
  const found = { red: 0, yellow: 0, green: 0, black: 0 }
  for (const { triage } of patients) if (triage) found[triage] += 1
  return found
}
