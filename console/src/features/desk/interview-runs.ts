/**
 * The interviews of one caller: that of the case, and those to which its answers have led. Each keeps its own answers, so that
 * what it proved stands, and what it had still to ask is asked once the other has ended. Pure.
 */

import type { KnownAnswers } from "../../engine/condition.ts"
import type { ProvenOutcome } from "../../engine/interview.ts"
import type { Priority, RunRow } from "../../protocol/generated.ts"

export interface InterviewRun {
  readonly run: string
  readonly protocol: string
  /** Protocols that its answers lead to, the most severe rule's first. */
  readonly goto: readonly string[]
  /** Something is left to ask. */
  readonly asks: boolean
}
/** A question that a person chose, in the interview that has it. */
export interface ChosenQuestion {
  readonly run: string
  readonly question: string
}
/** An interview that was begun from this window; its row may be on its way. */
export interface BegunRun {
  readonly run: string
  readonly case: string
  readonly protocol: string
  /** Of a further caller: their call. */
  readonly call?: string
}
/** An answer that the board does not show yet. */
export interface PendingAnswer {
  readonly run: string
  readonly question: string
  readonly answer: string
}

/** The one that asks now: that of the question that was chosen by hand, else the last that has something left to ask, else the last. */
export function asksNow<Run extends InterviewRun>(
  runs: readonly Run[],
  chosen: ChosenQuestion | null = null,
): Run | undefined {
  return runs.find((each) => each.run === chosen?.run) ?? runs.findLast((each) => each.asks) ?? runs.at(-1)
}

/** What was chosen, while its interview is there and has that question: another protocol may have taken its place. */
export function stillChosen(
  chosen: ChosenQuestion | null,
  runs: readonly { readonly run: string; readonly questions: readonly string[] }[],
): ChosenQuestion | null {
  const there = runs.some((each) => each.run === chosen?.run && each.questions.includes(chosen.question))
  return there ? chosen : null
}

/** The protocol to which the answers lead, and that nobody has begun: of the latest interview first. `begun` are of the same caller. */
export function leadsTo(
  runs: readonly InterviewRun[],
  begun: readonly Pick<BegunRun, "run" | "protocol">[] = [],
): string | undefined {
  const onTheWay = begun.filter(({ run }) => !runs.some((each) => each.run === run))
  const known = new Set([...runs, ...onTheWay].map((each) => each.protocol))
  return runs
    .toReversed()
    .flatMap((each) => each.goto)
    .find((each) => !known.has(each))
}

/**
 * Where the keys are that were typed for an interview which is on its way: it asks, or it has come and another asks. What was
 * typed for a question that nobody has seen answers no other one.
 */
export function arrivalOf(
  runs: readonly (InterviewRun & { readonly proof: unknown })[],
  asking: string | undefined,
  fits: (run: InterviewRun) => boolean,
): "awaited" | "asks" | "elsewhere" {
  const come = runs.filter(fits)
  if (come.some((each) => each.asks && each.run === asking)) return "asks"
  // Without its content nobody knows yet whether it asks.
  return come.some((each) => each.proof !== null) ? "elsewhere" : "awaited"
}

/** In which the last answer was given, on the board or on its way there: it is taken back first. */
export function answeredLast<Run extends { readonly run: string; readonly row: Pick<RunRow, "last_at"> }>(
  runs: readonly Run[],
  ahead: readonly PendingAnswer[],
): Run | undefined {
  const newest = ahead.at(-1)?.run
  const byTime = runs.toSorted((a, b) => (a.row.last_at ?? "").localeCompare(b.row.last_at ?? ""))
  return runs.find((each) => each.run === newest) ?? byTime.at(-1)
}

/** What is answered, with what is on its way: oldest first, and what is answered anew is the newest. */
export function answersWith(
  answers: Readonly<Record<string, string>>,
  ahead: readonly Pick<PendingAnswer, "question" | "answer">[],
): Readonly<Record<string, string>> {
  const known = new Map(Object.entries(answers))
  for (const { question, answer } of ahead) {
    known.delete(question)
    known.set(question, answer)
  }
  return Object.fromEntries(known)
}

/** Without the interviews of other callers: whoever rings again may tell of another patient. */
export function ofCaller<Row extends Pick<RunRow, "call">>(
  rows: readonly Row[],
  call: string | undefined,
): readonly Row[] {
  return rows.filter((each) => each.call === null || each.call === call)
}

/**
 * Each question's latest answer over several interviews: what was carried into them counts least, then what was given, by its
 * time, and last what the board does not show yet. The twin of `triage/core/known_answers.py`.
 */
export function knownAnswers(
  rows: readonly Pick<RunRow, "answers" | "answered_at">[],
  ahead: readonly PendingAnswer[] = [],
): KnownAnswers {
  const all = rows.flatMap(({ answers, answered_at }) =>
    Object.entries(answers).map(([question, answer]) => {
      const at = answered_at[question]
      return { question, answer, at: at === undefined ? 0 : Date.parse(at) }
    }),
  )
  const latestLast = [...all.toSorted((a, b) => a.at - b.at), ...ahead]
  return Object.fromEntries(latestLast.map(({ question, answer }) => [question, answer]))
}

/** What changes when a patient becomes worse. Their age does not. */
const CHANGES = new Set(["consciente", "respira"])

/**
 * With what another interview of the same caller begins: the facts that protocols share, and of who has become worse those that
 * cannot have changed.
 */
export function begunWith(
  caller: { readonly call: string | null | undefined; readonly answers: KnownAnswers },
  shared: ReadonlySet<string>,
  worse: boolean,
): { readonly facts: Record<string, string>; readonly call?: string } {
  const kept = Object.entries(caller.answers).filter(
    ([fact]) => shared.has(fact) && !(worse && CHANGES.has(fact)),
  )
  return { facts: Object.fromEntries(kept), ...(caller.call ? { call: caller.call } : {}) }
}

/** The cards of all, the latest interview's first, without those that a later one replaces: it knows more of the patient. */
export function cardsOf(
  runs: readonly { readonly say: readonly string[]; readonly instead_of: readonly string[] }[],
): readonly string[] {
  const cards = runs.map(({ say }, nth) => {
    const replaced = new Set(runs.slice(nth + 1).flatMap((later) => later.instead_of))
    return say.filter((card) => !replaced.has(card))
  })
  return [...new Set(cards.toReversed().flat())]
}

/** From the most severe to what has proved nothing; of two that are alike the later first. */
export function bySeverity<Run extends { readonly proof: Pick<ProvenOutcome, "priority"> | null }>(
  runs: readonly Run[],
): readonly Run[] {
  const priority = (run: Run): Priority | 9 => run.proof?.priority ?? 9
  return runs.toReversed().toSorted((a, b) => priority(a) - priority(b))
}

/** The one to ask again after that on screen; of several in turn. */
export function nextReassessed(
  all: readonly ChosenQuestion[],
  asked: { readonly run: string | undefined; readonly question: string | undefined },
): ChosenQuestion | undefined {
  const at = all.findIndex((each) => each.run === asked.run && each.question === asked.question)
  const next = all[(at + 1) % all.length]
  return at >= 0 && all.length === 1 ? undefined : next
}

/** Who is asked: by this the hand stays at the answers from one interview to the next. */
export function askedOf({ case: it, call }: Pick<RunRow, "case" | "call">): string {
  return `${it} ${call}`
}

/** The question of an answer in the story, of whichever interview it was given in. */
export function askedIn<Question extends { readonly id: string }>(
  body: { readonly run?: string; readonly question?: string },
  runs: readonly Pick<RunRow, "run" | "protocol" | "digest">[],
  questionsOf: (protocol: string, digest: string) => readonly Question[] | undefined,
): Question | undefined {
  const run = runs.find((each) => each.run === body.run)
  return run && questionsOf(run.protocol, run.digest)?.find((each) => each.id === body.question)
}

/** The card whose step a fact tells: the fact names it, or the dictation that it is of, whichever card is in hand by now. */
export function cardOfFact(
  body: unknown,
  dictations: readonly { readonly run: string; readonly card: string; readonly digest: string }[],
): { readonly card: string; readonly digest?: string } | undefined {
  const { run, card } = (body ?? {}) as { run?: string; card?: string }
  return dictations.find((each) => each.run === run) ?? (card === undefined ? undefined : { card })
}
