import type { CaseRow, DictationRow, RunRow } from "../../protocol/generated.ts"
import type { BoardRow } from "../../state/fold.ts"
import type { Answer } from "../../state/outbox.ts"
import { answersWith, type PendingAnswer } from "./interview-runs.ts"

interface One extends PendingAnswer {
  /** Of the run, once the server has it; null on the way. */
  readonly version: number | null
}

/** More than are ever on the way: those before have long been on the board. (ours) */
const KEPT_MAX = 100

/**
 * Answers that the board does not show yet. What they prove is reckoned with at once: the next question, the card,
 * and above all what F9 sends, which must not lag behind the key before it. What counts as answered waits for the server.
 */
export class PendingAnswers {
  #all = $state.raw<readonly One[]>([])

  async put(run: string, question: string, answer: string, sent: Promise<Answer>): Promise<Answer> {
    const one: One = { run, question, answer, version: null }
    this.#all = [...this.#all, one].slice(-KEPT_MAX)
    const said = await sent
    const kept = said.ok ? [{ ...one, version: said.handled.versions[`run:${run}`] ?? 0 }] : []
    this.#all = this.#all.flatMap((each) => (each === one ? kept : [each]))
    return said
  }

  /** Those that the rows of these runs do not hold yet, in the order in which they were given. */
  ahead(runs: readonly RunRow[]): readonly PendingAnswer[] {
    const shown = new Map(runs.map((run) => [run.run, (run as RunRow & BoardRow).v]))
    return this.#all.filter(({ run, version }) => {
      const row = shown.get(run)
      return row !== undefined && (version === null || version > row)
    })
  }
  /** The run's answers with those that its row does not hold yet. */
  with(run: RunRow): Readonly<Record<string, string>> {
    return answersWith(run.answers, this.ahead([run]))
  }
}

type MetronomeMode = DictationRow["metronome"]

/** For whom the metronome is to beat, which the board does not show yet: the next press goes on from it, however soon it comes. */
export class PendingMetronome {
  #one = $state.raw<{
    readonly run: string
    readonly mode: MetronomeMode
    readonly version: number | null
  } | null>(null)

  of(row: DictationRow | undefined): MetronomeMode {
    const one = this.#one
    const ahead =
      one !== null &&
      one.run === row?.run &&
      (one.version === null || one.version > (row as DictationRow & BoardRow).v)
    return ahead ? one.mode : (row?.metronome ?? "off")
  }
  async put(row: DictationRow, mode: MetronomeMode, sent: Promise<Answer>): Promise<Answer> {
    const one = { run: row.run, mode, version: null }
    this.#one = one
    const said = await sent
    if (this.#one === one)
      this.#one = said.ok ? { ...one, version: said.handled.versions[`dictation:${row.run}`] ?? 0 } : null
    return said
  }
}

/** The type that was chosen and is not on the board yet: F9 sends what it asks for, not what stood before the key. */
export class PendingType {
  /** `case` null: the one that is being opened. */
  #one = $state.raw<{
    readonly case: string | null
    readonly type: string
    readonly version: number | null
  } | null>(null)

  /** From the key press on, before the case itself may be kept: help that is sent now is sent for this type. */
  choose(id: string | null, type: string): void {
    this.#one = { case: id, type, version: null }
  }
  /** The case has it by itself, or it could not be kept. */
  drop(): void {
    this.#one = null
  }

  async put(id: string, type: string, sent: Promise<Answer>): Promise<Answer> {
    const one = { case: id, type, version: null }
    this.#one = one
    const said = await sent
    if (this.#one === one)
      this.#one = said.ok ? { ...one, version: said.handled.versions[`case:${id}`] ?? 0 } : null
    return said
  }

  /** The case's type, or the one that is on its way to it. */
  of(it: CaseRow): string | null {
    const one = this.#one
    const meant = one !== null && (one.case ?? it.id) === it.id
    const ahead = meant && (one.version === null || one.version > (it as CaseRow & BoardRow).v)
    return ahead ? one.type : it.type
  }
}
