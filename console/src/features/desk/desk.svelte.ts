/**
 * What the desk knows and does. Everything shown is read from the boards; everything done is a command.
 * One call is in hand at most, and its case with it.
 */

import type { Interview, Proof } from "../../engine/interview.ts"
import type {
  AnyCommand,
  CallRow,
  CaseRow,
  DeskRow,
  DictationRow,
  Location,
  Priority,
  RunRow,
  StoryRow,
  TaskRow,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { useBoard, useBoardOf } from "../../state/link.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { newId, send } from "../../state/sending.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import { content } from "./content.svelte.ts"
import { distance_m } from "./places.ts"

const REFUSED_NOTHING: Answer = { ok: true, handled: { command: "", versions: {}, facts: {} } }
const TALKING = new Set(["answered", "held", "consulting"])

export class Desk {
  readonly board = useBoard("desk")
  /** The case under hand when it has no call: opened from the list of near ones, or after hanging up. */
  #kept = $state<string | null>(null)
  #asked = $state<string | null>(null)
  editingPlace = $state(false)
  closing = $state(false)
  finding = $state(false)
  identifying = $state(false)

  readonly id = $derived(session.current?.desk ?? "")
  readonly me = $derived(this.board.rows<DeskRow>("desks").find((each) => each.id === this.id))
  readonly calls = $derived(this.board.rows<CallRow>("calls"))
  readonly cases = $derived(this.board.rows<CaseRow>("cases"))

  readonly offered = $derived(
    this.calls.find((call) => call.state === "offered" && call.offered_to === this.id),
  )
  readonly waiting = $derived(
    this.calls
      .filter((call) => call.state === "queued" || call.state === "ringing" || call.state === "offered")
      .sort((a, b) => a.urgency - b.urgency || a.rang_at.localeCompare(b.rang_at)),
  )
  readonly unanswered = $derived(
    this.calls
      .filter((call) => call.state === "abandoned" && call.call_back !== "never" && !call.disposition)
      .sort((a, b) => a.urgency - b.urgency || a.rang_at.localeCompare(b.rang_at)),
  )
  readonly call = $derived(
    this.calls.find((call) => call.desk === this.id && TALKING.has(call.state)) ??
      (this.me?.call
        ? this.calls.find((call) => call.id === this.me?.call && call.state !== "offered")
        : undefined),
  )
  readonly case = $derived.by(() => {
    const id = this.call?.case ?? this.#kept
    return id ? this.cases.find((each) => each.id === id) : undefined
  })
  readonly otherCalls = $derived(
    this.calls.filter((call) => call.case && call.case === this.case?.id && call.id !== this.call?.id),
  )
  readonly story = useBoardOf("case", () => (this.case ? { case: this.case.id } : null))
  readonly talk = useBoardOf("talk", () => (this.call ? { call: this.call.id } : null))
  readonly facts = $derived.by(() => {
    const found = new Map<string, StoryRow>()
    for (const board of [this.talk.board, this.story.board]) {
      for (const fact of board?.rows<StoryRow>("story") ?? []) found.set(fact.id, fact)
    }
    return [...found.values()]
  })
  readonly lines = $derived(
    (this.talk.board?.rows<StoryRow>("story") ?? [])
      .filter((fact) => fact.kind === "calls.call.caller_said" || fact.kind === "calls.call.desk_wrote")
      .sort((a, b) => a.at.localeCompare(b.at)),
  )

  readonly language = $derived(this.call?.language ?? session.current?.language ?? "es")
  /** The phone's place; after «no, no estoy allí» it is never taken for the emergency's. */
  readonly phone = $derived(this.call?.position ?? null)
  readonly atPlace = $derived(this.call?.at_place ?? null)
  readonly place = $derived(this.case?.location ?? null)

  // --- interview
  readonly run = $derived(this.#inStory<RunRow>("runs").at(-1))
  readonly interview = $derived<Interview | undefined>(content.interview(this.run?.protocol))
  readonly proof = $derived<Proof | null>(
    this.interview && this.run ? this.interview.prove(this.run.answers) : null,
  )
  readonly question = $derived.by(() => {
    const open = this.proof?.open_questions ?? []
    const id = this.#asked !== null && open.includes(this.#asked) ? this.#asked : open[0]
    return id ? this.interview?.question(id) : undefined
  })
  readonly openQuestions = $derived(
    (this.proof?.open_questions ?? [])
      .filter((id) => id !== this.question?.id)
      .flatMap((id) => this.interview?.question(id) ?? []),
  )
  /** The priority to show: what stands on the case, and already what the answers on screen prove. */
  readonly priority = $derived.by<Priority | null>(() => {
    const known = [this.case?.priority, this.proof?.priority].filter(
      (each) => each !== null && each !== undefined,
    )
    return known.length === 0 ? null : (Math.min(...known) as Priority)
  })
  readonly wanted = $derived([...new Set([...(this.case?.send ?? []), ...(this.proof?.send ?? [])])])
  readonly tasks = $derived(this.#ofCase<TaskRow>("tasks"))
  readonly asked = $derived(new Set(this.tasks.flatMap((task) => task.capabilities)))
  /** What the proof wants and nobody has been asked for yet. */
  readonly missing = $derived(
    this.case?.help_sent_at
      ? this.wanted.filter((each) => !this.asked.has(each) && this.tasks.length > 0)
      : this.wanted,
  )

  // --- card
  readonly dictations = $derived(this.#inStory<DictationRow>("dictations"))
  readonly dictation = $derived(this.dictations.filter((each) => each.closed_at === null).at(-1))
  readonly offeredCards = $derived(
    (this.proof?.say ?? this.run?.say ?? []).filter(
      (id) => !this.dictations.some((each) => each.card === id),
    ),
  )

  readonly units = $derived(this.board.rows<UnitRow>("units"))
  /** Promises broken, or about to be, that concern this desk: the worst first. */
  readonly alarms = $derived(
    this.board
      .rows<WatchRow>("watches")
      .filter((watch) => watch.fired_at && !watch.answered_at && !watch.over_at)
      .filter(
        (watch) => watch.case === this.case?.id || (watch.call !== null && watch.call === this.call?.id),
      )
      .sort(
        (a, b) => (a.priority ?? 4) - (b.priority ?? 4) || (a.fired_at ?? "").localeCompare(b.fired_at ?? ""),
      ),
  )

  readonly near = $derived.by(() => {
    const here = this.place?.point ?? (this.atPlace === false ? null : this.phone?.point)
    if (!here) return []
    return this.cases
      .filter((each) => each.id !== this.case?.id && each.location?.point && each.state === "open")
      .map((each) => ({
        case: each,
        away_m: each.location?.point ? distance_m(here, each.location.point) : 0,
      }))
      .filter(({ away_m }) => away_m < NEAR_M)
      .sort((a, b) => a.away_m - b.away_m)
  })

  /** Rows of the case's own board: its interviews and its cards. */
  #inStory<T extends { readonly case: string }>(table: string): readonly T[] {
    const id = this.case?.id
    return (this.story.board?.rows<T>(table) ?? []).filter((row) => row.case === id)
  }
  #ofCase<T extends { readonly case: string }>(table: string): readonly T[] {
    const id = this.case?.id
    return id ? this.board.rows<T>(table).filter((row) => row.case === id) : []
  }

  // --- what the desk does
  acknowledge(): Promise<Answer> | undefined {
    const watch = this.alarms[0]
    return watch && this.#send({ kind: "followup.answer_watch", watch: watch.id })
  }
  #send(command: AnyCommand, lane?: string): Promise<Answer> {
    return send(command, lane === undefined ? {} : { lane })
  }
  ready(): Promise<Answer> {
    return this.#send({ kind: "calls.stand_ready", languages: [] })
  }
  pause(reason: string): Promise<Answer> {
    return this.#send({ kind: "calls.pause", reason })
  }
  answer(): Promise<Answer> | undefined {
    const call = this.offered ?? this.waiting[0]
    return call && this.#send({ kind: "calls.answer", call: call.id })
  }
  hold(): Promise<Answer> | undefined {
    const call = this.call
    if (!call) return undefined
    return this.#send({ kind: call.state === "held" ? "calls.resume" : "calls.hold", call: call.id })
  }
  hangUp(): Promise<Answer> | undefined {
    this.#kept = this.case?.id ?? null
    return this.call && this.#send({ kind: "calls.hang_up", call: this.call.id })
  }
  write(words: string): Promise<Answer> | undefined {
    return this.call && this.#send({ kind: "calls.write", call: this.call.id, words }, `talk:${this.call.id}`)
  }
  note(words: string): Promise<Answer> | undefined {
    if (this.case)
      return this.#send({ kind: "cases.note", case: this.case.id, words }, `notes:${this.case.id}`)
    return this.call && this.#send({ kind: "calls.note", call: this.call.id, words }, `notes:${this.call.id}`)
  }
  identify(said: { readonly [field: string]: string | boolean }): Promise<Answer> | undefined {
    return this.call && this.#send({ kind: "calls.identify", call: this.call.id, ...said } as AnyCommand)
  }
  dispose(disposition: string): Promise<Answer> | undefined {
    return this.call && this.#send({ kind: "calls.dispose", call: this.call.id, disposition } as AnyCommand)
  }
  record(): Promise<Answer> {
    return this.#send({ kind: "calls.record", call: newId() })
  }
  askHelp(): Promise<Answer> {
    return this.#send({ kind: "calls.ask_help" })
  }
  callBack(call: CallRow, reached: boolean): Promise<Answer> {
    return this.#send({ kind: "calls.try_call_back", call: call.id, reached })
  }

  /** The case in hand, opened by what is known first: a place or a kind. */
  async #inCase(first: {
    location?: Location
    type?: string
  }): Promise<{ id: string; answer: Answer; opened: boolean }> {
    const known = this.case?.id
    if (known) return { id: known, answer: REFUSED_NOTHING, opened: false }
    const id = newId()
    const answer = await this.#send({
      kind: "cases.open",
      case: id,
      ...(this.call ? { call: this.call.id } : {}),
      ...first,
    } as AnyCommand)
    if (answer.ok) this.#kept = id
    return { id, answer, opened: true }
  }
  newCase(): Promise<Answer> {
    return this.#inCase({}).then(({ answer }) => answer)
  }
  async locate(location: Location): Promise<Answer> {
    const { id, answer, opened } = await this.#inCase({ location })
    if (!answer.ok || opened) return answer
    const correction = this.place?.degree === "agreed" || this.case?.help_sent_at != null
    return this.#send({ kind: "cases.locate", case: id, location, correction })
  }
  /** The caller heard the address read back and said yes. */
  agree(): Promise<Answer> | undefined {
    const place = this.place
    if (!place || !this.case) return undefined
    return this.#send({ kind: "cases.locate", case: this.case.id, location: { ...place, degree: "agreed" } })
  }
  answerWarning(code: string): Promise<Answer> | undefined {
    return this.case && this.#send({ kind: "cases.answer_warning", case: this.case.id, code })
  }
  /** What it is; and the interview that goes with it begins. */
  async classify(type: string): Promise<Answer> {
    const { id, answer, opened } = await this.#inCase({ type })
    if (!answer.ok) return answer
    const said = opened ? answer : await this.#send({ kind: "cases.classify", case: id, type })
    if (!said.ok) return said
    const protocol = content.type(type)?.protocol
    if (!protocol || this.run?.protocol === protocol) return said
    return this.run
      ? this.#send({ kind: "triage.change_protocol", run: this.run.run, protocol }, `run:${this.run.run}`)
      : this.#send({ kind: "triage.start_run", run: newId(), case: id, protocol, language: this.language })
  }
  reply(answer: string): Promise<Answer> | undefined {
    const { run, question } = this
    if (!run || !question) return undefined
    this.#asked = null
    return this.#send(
      { kind: "triage.answer", run: run.run, question: question.id, answer },
      `run:${run.run}`,
    )
  }
  undo(): Promise<Answer> | undefined {
    return this.run && this.#send({ kind: "triage.undo_answer", run: this.run.run }, `run:${this.run.run}`)
  }
  ask(question: string): void {
    this.#asked = question
  }
  sendHelp(): Promise<Answer> | undefined {
    const it = this.case
    if (!it) return undefined
    return this.#send({
      kind: "dispatch.send_help",
      case: it.id,
      mode: it.mode,
      priority: this.priority ?? 0,
      send: this.wanted,
      ...(it.type || this.proof?.type ? { type: it.type ?? this.proof?.type } : {}),
      ...(this.place?.municipality ? { municipality: this.place.municipality } : {}),
      ...(this.place?.point ? { place: this.place.point } : {}),
    })
  }
  async openCard(card: string): Promise<Answer | undefined> {
    const it = this.case
    if (!it) return undefined
    const run = newId()
    return this.#send(
      { kind: "instructions.open_card", run, case: it.id, card, language: this.language },
      `cards:${it.id}`,
    )
  }
  say(step: string): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.say_step", step })
  }
  back(): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.back" })
  }
  repeat(): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.repeat" })
  }
  mark(mark: string): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.mark", mark })
  }
  metronome(mode: "off" | "me" | "both"): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.set_metronome", mode })
  }
  closeCard(): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.close_card" })
  }
  #card(command: { readonly kind: string; readonly [field: string]: unknown }): Promise<Answer> | undefined {
    const it = this.dictation
    // The kinds of this page all carry a run; the union cannot see it through the spread.
    return it && this.#send({ ...command, run: it.run } as unknown as AnyCommand, `cards:${it.case}`)
  }
  join(other: string): Promise<Answer> | undefined {
    if (this.case) return this.#send({ kind: "cases.merge", case: this.case.id, into: other })
    return this.call && this.#send({ kind: "cases.link_call", case: other, call: this.call.id })
  }
  close(disposition: string, words: string): Promise<Answer> | undefined {
    return (
      this.case &&
      this.#send({
        kind: "cases.close",
        case: this.case.id,
        closing: { disposition, outcomes: [], ...(words ? { words } : {}) },
      })
    )
  }
  release(): void {
    this.#kept = null
  }
}

/** Near enough to be the same thing: the desk decides, not the distance. */
const NEAR_M = 1_500
