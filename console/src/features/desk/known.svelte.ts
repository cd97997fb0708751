/** What the desk knows: read from its boards, never set by what was pressed. One call is in hand at most, and its case with it. */

import type { Interview, Proof } from "../../engine/interview.ts"
import type {
  AssignmentRow,
  CallRow,
  CaseRow,
  ClosureRow,
  DeskRow,
  DictationRow,
  HandoverRow,
  MessageRow,
  OperationRow,
  PatientRow,
  Priority,
  RoomRow,
  RunRow,
  SceneRow,
  SituationRow,
  StoryRow,
  TaskRow,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { Closing } from "../../roads/closing.svelte.ts"
import { directory } from "../../state/directory.svelte.ts"
import { useBoard, useBoardOf } from "../../state/link.svelte.ts"
import { Typist, typedBy, written } from "../../state/live-text.ts"
import { near } from "../../state/places.ts"
import { newId } from "../../state/sending.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import { Line } from "../../voice/line.svelte.ts"
import { Talks } from "../../voice/talks.svelte.ts"
import { type Contact, interpreters, type Target, targets } from "../../voice/targets.ts"
import { content } from "./content.svelte.ts"
import { Chosen, Given } from "./given.svelte.ts"
import { Same } from "./same.svelte.ts"
import { typed } from "./same.ts"
import { type Act, actsOf, settled, unheard } from "./tasks.ts"

export const TALKING = new Set(["answered", "held", "consulting", "ringing_back"])

export class Known {
  readonly board = useBoard("desk")
  readonly radio = new Radio(this.board)
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new Closing(() => this.board.rows<ClosureRow>("closures"))
  /** This desk's leg at the exchange: it stays between calls. */
  readonly line = new Line()
  /** The case under hand when it has no call: opened from the list of near ones, or after hanging up. */
  protected keptCase = $state<string | null>(null)
  /** The call whose case that is; the next call never begins with the case of the one before it. */
  protected keptFor = $state<string | null>(null)
  protected askedNext = $state<string | null>(null)
  protected readonly given = new Given()
  protected readonly chosenTypes = new Chosen()
  /** Whom to ask into the call is being chosen: anybody, or an interpreter. */
  askingIn = $state<"anybody" | "interpreter" | null>(null)
  contacts = $state.raw<readonly Contact[]>([])
  editingPlace = $state(false)
  /** What stands in the fields and has not been sent. */
  readonly drafts = $state({ place: "", type: "", note: "" })
  closing = $state(false)
  /** What is being reported of the scene of the case in hand. */
  reporting = $state<"report" | "count" | null>(null)
  finding = $state(false)
  identifying = $state(false)
  relaying = $state(false)
  /** The unanswered call that is being rung, "" for the first of them; null: none. */
  ringing = $state<string | null>(null)
  link = $state<{ readonly path: string; readonly until: string } | null>(null)
  /** The task whose acts are open, "" while it is being chosen; null: none. */
  tasking = $state<string | null>(null)
  taskAct = $state<Act | undefined>(undefined)

  readonly id = $derived(session.current?.desk ?? "")
  readonly me = $derived(this.board.rows<DeskRow>("desks").find((each) => each.id === this.id))
  readonly calls = $derived(this.board.rows<CallRow>("calls"))
  readonly cases = $derived(this.board.rows<CaseRow>("cases"))
  /** What this desk's line is in besides the call that it has. */
  readonly talks = new Talks(
    () => this.calls,
    () => this.id,
  )

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
  readonly #shared = $derived(
    this.calls.find((call) => call.desk === this.id && TALKING.has(call.state)) ??
      (this.me?.call
        ? this.calls.find((call) => call.id === this.me?.call && call.state !== "offered")
        : undefined),
  )
  /** Whole, as the call's own board tells it to who has it, also when its case is reserved. */
  readonly call = $derived.by(
    () =>
      this.talk.board?.rows<CallRow>("calls").find((call) => call.id === this.#shared?.id) ?? this.#shared,
  )
  readonly #caseId = $derived(
    this.call?.case ?? (this.call === undefined || this.keptFor === this.call.id ? this.keptCase : null),
  )
  /** Whom this desk asked into its call last. */
  readonly party = $derived(this.call?.parties.at(-1))
  readonly targets = $derived.by<readonly Target[]>(() =>
    this.call
      ? targets(
          this.board.rows<DeskRow>("desks"),
          this.call,
          new Set(this.openTasks.map((task) => task.centre)),
          this.contacts,
          directory,
        )
      : [],
  )
  readonly case = $derived.by(() => {
    const shared = this.cases.find((each) => each.id === this.#caseId)
    if (!shared?.reserved) return shared
    // The board that all desks share tells nothing of a reserved case; the case's own board tells its people.
    return this.story.board?.rows<CaseRow>("cases").find((each) => each.id === shared.id) ?? shared
  })
  /** What this desk answers for and does not have in hand. */
  readonly mine = $derived(
    this.cases.filter((each) => each.owner === this.id && each.state === "open" && each.id !== this.case?.id),
  )
  /** Somebody leaves this desk, and the next person has not said yet that it is theirs. */
  readonly relay = $derived(
    this.board
      .rows<HandoverRow>("handovers")
      .find((each) => each.desk === this.id && each.state === "offered"),
  )
  /** Words of centres and crews to this desk that nobody here has read. */
  readonly unread = $derived(
    this.board
      .rows<MessageRow>("messages")
      .filter((each) => each.to.some((party) => party.desk === this.id))
      .filter((each) => !each.read.some((reading) => reading.party?.desk === this.id))
      .sort((a, b) => a.sent_at.localeCompare(b.sent_at)),
  )
  readonly spoken = $derived(["voice", "ecall"].includes(this.call?.channel ?? ""))
  /** Whether the caller can read what is written here, instead of a voice or beside it. */
  readonly written = $derived(
    ["chat", "rtt", "sms", "app"].includes(this.call?.channel ?? "") || this.call?.text === true,
  )
  readonly story = useBoardOf("case", () => (this.#caseId ? { case: this.#caseId } : null))
  readonly talk = useBoardOf("talk", () => (this.#shared ? { call: this.#shared.id } : null))
  /** Every other call of the case: the case names them, also those that have ended and left the boards. */
  readonly otherCalls = $derived.by(() => {
    const known = [...(this.story.board?.rows<CallRow>("calls") ?? []), ...this.calls]
    return (this.case?.calls ?? [])
      .filter((id) => id !== this.call?.id)
      .map((id) => ({ id, row: known.find((call) => call.id === id) }))
  })
  readonly facts = $derived.by(() => {
    const found = new Map<string, StoryRow>()
    for (const board of [this.talk.board, this.story.board]) {
      for (const fact of board?.rows<StoryRow>("story") ?? []) found.set(fact.id, fact)
    }
    return [...found.values()]
  })
  readonly #talk = $derived(this.talk.board?.rows<StoryRow>("story") ?? [])
  protected readonly typist = new Typist({
    newId,
    after(delay_ms, run) {
      const timer = setTimeout(run, delay_ms)
      return () => clearTimeout(timer)
    },
    show: (typed) => this.talk.board?.type(typed),
  })
  readonly lines = $derived(
    written(this.#talk, new Set([this.typist.line, this.talk.board?.live.caller?.line ?? ""])),
  )
  /** What the caller is typing just now. */
  readonly typing = $derived(typedBy("caller", this.talk.board?.live ?? {}, this.#talk))

  readonly language = $derived(this.call?.language ?? session.current?.language ?? "es")
  readonly interpreters = $derived(interpreters(this.contacts, this.language))
  /** The phone's place; after «no, no estoy allí» it is never taken for the emergency's. */
  readonly phone = $derived(this.call?.position ?? null)
  readonly atPlace = $derived(this.call?.at_place ?? null)
  readonly place = $derived(this.case?.location ?? null)

  // --- interview
  /** Of a repeat call its own; else the case's, which whoever called first is asked by. */
  readonly run = $derived.by(() => {
    const runs = this.#inStory<RunRow>("runs")
    const own = this.call && runs.filter((run) => run.call === this.call?.id).at(-1)
    return own ?? runs.filter((run) => run.call === null).at(-1)
  })
  readonly interview = $derived<Interview | undefined>(
    content.interview(this.run?.protocol, this.run?.digest),
  )
  readonly proof = $derived<Proof | null>(
    this.interview && this.run ? this.interview.prove(this.given.with(this.run)) : null,
  )
  readonly question = $derived.by(() => {
    const id = this.askedNext ?? this.proof?.open_questions[0]
    return id ? this.interview?.question(id) : undefined
  })
  readonly openQuestions = $derived(
    (this.proof?.open_questions ?? [])
      .filter((id) => id !== this.question?.id)
      .flatMap((id) => this.interview?.question(id) ?? []),
  )
  /** What the protocol wants asked again, once it has been answered. */
  readonly reassess = $derived(
    (this.interview?.protocol.reassess.questions ?? []).filter((id) => this.run?.answers[id] !== undefined),
  )
  /** The priority to show: what stands on the case, and already what the answers on screen prove. */
  readonly priority = $derived.by<Priority | null>(() => {
    // That a repeat tells nothing new is no priority: without one the strictest clocks run (process/evaluated.py).
    const mild = this.run?.call != null && this.case?.priority == null && (this.proof?.priority ?? 0) > 1
    const known = [this.case?.priority, mild ? null : this.proof?.priority].filter(
      (each) => each !== null && each !== undefined,
    )
    return known.length === 0 ? null : (Math.min(...known) as Priority)
  })
  readonly wanted = $derived([...new Set([...(this.case?.send ?? []), ...(this.proof?.send ?? [])])])
  readonly tasks = $derived(this.#ofCase<TaskRow>("tasks"))
  /** With those that are over: they leave the desk's board and stay on the case's own. */
  readonly allTasks = $derived.by(() => {
    const whole = this.#inStory<TaskRow>("tasks")
    return whole.length > 0 ? whole : this.tasks
  })
  readonly openTasks = $derived(this.allTasks.filter((task) => !settled(task)))
  /** Centres without a screen that nobody has told yet. */
  readonly toTell = $derived(this.openTasks.filter((task) => actsOf(task).includes("tell")))
  readonly unheard = $derived(unheard(this.allTasks, this.board.rows<UnitRow>("units")))
  readonly asked = $derived(new Set(this.allTasks.flatMap((task) => task.capabilities)))
  /** What the proof wants and nobody has been asked for yet. */
  readonly missing = $derived(
    this.case?.help_sent_at
      ? this.wanted.filter((each) => !this.asked.has(each) && this.allTasks.length > 0)
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

  // --- scene
  readonly scene = $derived(this.#inStory<SceneRow>("scenes")[0])
  readonly work = $derived(this.#inStory<AssignmentRow>("assignments"))
  readonly patients = $derived(this.#inStory<PatientRow>("patients"))
  /** Whether a report of the scene belongs to this case: its protocol asks for one, or somebody made one. */
  readonly reports = $derived(
    this.scene !== undefined ||
      this.interview?.protocol.report === "methane" ||
      this.proof?.type === "SAN-46",
  )
  /** Plans that stand in a phase, of the mode we work in. */
  readonly plans = $derived(
    this.board
      .rows<SituationRow>("situations")
      .filter((each) => each.standing !== null && each.mode === (session.current?.mode ?? "real")),
  )

  readonly units = $derived(this.board.rows<UnitRow>("units"))
  /** More calls than hands, as the supervisor has said of the mode we work in. */
  readonly surge = $derived(
    this.board.rows<RoomRow>("rooms").find((each) => each.mode === session.current?.mode)?.surge,
  )
  /** Those that work on the case in hand. */
  readonly assigned = $derived(
    this.case ? this.units.filter((unit) => unit.case === this.case?.id && unit.assignment !== null) : [],
  )
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

  readonly reassessDue = $derived(this.alarms.some((watch) => watch.kind === "reassess"))

  readonly near = $derived.by(() => {
    const here = this.place?.point ?? (this.atPlace === false ? null : this.phone?.point)
    return here
      ? near(
          here,
          this.cases.filter((each) => each.id !== this.case?.id),
        )
      : []
  })

  /** Live cases of which this call may tell too, while nobody has decided it. */
  readonly same = new Same(
    () => {
      const { call, case: it } = this
      if (!call || !TALKING.has(call.state) || call.desk !== this.id) return null
      if (it && (it.state !== "open" || it.calls.length > 1 || it.help_sent_at !== null)) return null
      const known = [call.fixes, call.at_place, call.lines, call.phone, it?.id, it?.type, it?.location?.words]
      return { call: call.id, known: JSON.stringify(known), typed: typed(this.drafts) }
    },
    () => this.cases,
  )

  /** Rows of the case's own board: its interviews and its cards. */
  #inStory<T extends { readonly case: string }>(table: string): readonly T[] {
    const id = this.case?.id
    return (this.story.board?.rows<T>(table) ?? []).filter((row) => row.case === id)
  }
  #ofCase<T extends { readonly case: string }>(table: string): readonly T[] {
    const id = this.case?.id
    return id ? this.board.rows<T>(table).filter((row) => row.case === id) : []
  }
}
