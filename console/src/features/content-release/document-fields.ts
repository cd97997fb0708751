/** Which fields each part of a protocol or card has, in the order in which they are edited. What is not here is kept and named. Pure. */

/** How a field is edited. */
export type FieldKind =
  | "words" // one wording in each language
  | "warnings" // a list of sentences in each language
  | "text"
  | "number"
  | "flag"
  | "one" // one of `options`, or of what the set has
  | "codes" // a list of codes
  | "when" // which answers count
  | "answers" // closed answers of a question

/** Where the names of codes come from. */
export type ChoicesOf =
  | "cards"
  | "protocols"
  | "types"
  | "capabilities"
  | "services"
  | "dispositions"
  | "answer_sets"
  | "sources"
  | "notify"
  | "routes"
  | "questions"

export interface FieldSpec {
  /** Its place in the part: `transfer/to`. */
  readonly at: string
  readonly kind: FieldKind
  /** It stays where it is emptied: the verifier then says what is missing. */
  readonly required?: true
  readonly options?: readonly string[]
  readonly from?: ChoicesOf
  /** Seldom used: it is folded away while it is empty. */
  readonly rare?: true
}
export type PartKind = "protocol" | "card" | "question" | "rule" | "addition" | "step"

const SAFETY = ["stage_until_police", "no_sirens_near", "nobody_enters", "decontaminate_first"]
const EFFECTS: readonly FieldSpec[] = [
  { at: "send", kind: "codes", from: "capabilities" },
  { at: "say", kind: "codes", from: "cards" },
  { at: "goto", kind: "one", from: "protocols" },
  { at: "safety", kind: "one", options: SAFETY },
  { at: "notify", kind: "codes", from: "notify" },
  { at: "close_as", kind: "one", from: "dispositions", rare: true },
  { at: "keep_line", kind: "flag", rare: true },
  { at: "transfer/to", kind: "one", from: "capabilities", rare: true },
  { at: "transfer/mode", kind: "one", options: ["warm", "blind", "conference"], rare: true },
  { at: "transfer/keep_caller", kind: "flag", rare: true },
]
const SIGNED = ["format", "status", "approvals", "effective"]

export const FIELDS: Readonly<Record<PartKind, readonly FieldSpec[]>> = {
  protocol: [
    { at: "title", kind: "words", required: true },
    { at: "id", kind: "text", required: true },
    { at: "version", kind: "text", required: true },
    {
      at: "domain",
      kind: "one",
      required: true,
      options: ["general", "health", "fire", "rescue", "traffic", "police", "civil_protection"],
    },
    { at: "incident_types", kind: "codes", required: true, from: "types" },
    { at: "limits/max_questions_before_p0", kind: "number", required: true },
    { at: "limits/max_questions", kind: "number", required: true },
    { at: "reassess/every_s", kind: "number", required: true },
    { at: "reassess/questions", kind: "codes", required: true, from: "questions" },
    { at: "qa/critical", kind: "codes", required: true, from: "questions" },
    { at: "instruct_first", kind: "codes", from: "cards" },
    { at: "sources", kind: "codes", required: true, from: "sources" },
    { at: "greeting", kind: "words", rare: true },
    { at: "capture", kind: "codes", rare: true },
    { at: "confidential", kind: "flag", rare: true },
    { at: "surge", kind: "flag", rare: true },
    { at: "report", kind: "one", options: ["methane"], rare: true },
  ],
  card: [
    { at: "title", kind: "words", required: true },
    { at: "id", kind: "text", required: true },
    { at: "version", kind: "text", required: true },
    { at: "risk", kind: "one", required: true, options: ["life", "harm", "comfort"] },
    { at: "never", kind: "warnings", required: true },
    { at: "note", kind: "words" },
    { at: "pace/bpm", kind: "number" },
    { at: "medication", kind: "flag" },
    { at: "marks", kind: "codes", rare: true },
    { at: "sources", kind: "codes", required: true, from: "sources" },
  ],
  question: [
    { at: "ask", kind: "words", required: true },
    { at: "id", kind: "text", required: true },
    { at: "answers_ref", kind: "one", from: "answer_sets" },
    { at: "answers", kind: "answers" },
    { at: "critical", kind: "flag" },
    { at: "when", kind: "when" },
    { at: "phase", kind: "one", options: ["pre", "post"] },
    { at: "info", kind: "flag" },
    { at: "unknown_note", kind: "text", rare: true },
    { at: "breathing_note", kind: "text", rare: true },
    { at: "help", kind: "words", rare: true },
    { at: "ask_to", kind: "one", options: ["caller", "operator", "system"], rare: true },
    { at: "kind", kind: "one", options: ["choice", "time", "text", "integer"], rare: true },
    { at: "pattern", kind: "text", rare: true },
  ],
  rule: [
    { at: "label", kind: "words", required: true },
    { at: "id", kind: "text", required: true },
    { at: "priority", kind: "one", required: true, options: ["P0", "P1", "P2", "P3", "P4"] },
    {
      at: "dispatch",
      kind: "one",
      required: true,
      options: ["reflex", "standard", "after_interview", "none"],
    },
    { at: "type", kind: "one", required: true, from: "types" },
    { at: "when", kind: "when" },
    ...EFFECTS.map((each) =>
      each.at === "send" || each.at === "say" ? ({ ...each, required: true } as const) : each,
    ),
    { at: "route", kind: "one", from: "routes", rare: true },
  ],
  addition: [
    { at: "label", kind: "words", required: true },
    { at: "id", kind: "text", required: true },
    { at: "when", kind: "when", required: true },
    ...EFFECTS,
    { at: "instead_of", kind: "codes", from: "cards", rare: true },
  ],
  step: [
    { at: "say", kind: "words", required: true },
    { at: "id", kind: "text", required: true },
    { at: "wait", kind: "one", required: true, options: ["none", "confirm", "timer"] },
    { at: "repeat_s", kind: "number" },
    { at: "by_voice", kind: "flag" },
    { at: "write", kind: "words" },
    { at: "mark", kind: "text" },
    { at: "show_if", kind: "when" },
    { at: "check/q", kind: "text", rare: true },
    { at: "check/worse/goto", kind: "one", from: "protocols", rare: true },
    { at: "check/worse/card", kind: "one", from: "cards", rare: true },
    { at: "needs_proof", kind: "flag", rare: true },
    { at: "skip_if", kind: "text", rare: true },
    { at: "requires", kind: "one", options: ["medical_authorisation"], rare: true },
    { at: "own_medication", kind: "flag", rare: true },
  ],
}

/** The parts of a document that are listed for themselves, and what is about the signing: neither is a field of its head. */
export const NO_FIELDS: Readonly<Record<PartKind, readonly string[]>> = {
  protocol: [...SIGNED, "questions", "rules", "additions"],
  card: [...SIGNED, "steps"],
  question: [],
  rule: ["else"],
  addition: [],
  step: [],
}
