/** View model of the desk: what its boards say of the call and the case in hand (one call at most, and its case with it), and what is open on the page. */

import type { Interview, ProvenOutcome } from "../../engine/interview.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import { callerNumbers, caseCallers, clockStart } from "../../kit/case-callers.ts"
import { shownPriority } from "../../kit/priority.ts"
import { openNotices } from "../../notices/notices.ts"
import type {
  AssignmentRow,
  CallRow,
  CaseRow,
  ClosureRow,
  DeskRow,
  DictationRow,
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
  TelephoneContact,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { accessAttempts } from "../../reserved-access/attempts.ts"
import { AccessList } from "../../reserved-access/reserved-access.svelte.ts"
import { RoadClosures } from "../../road-closures/road-closures.svelte.ts"
import { mayAnswerWatch } from "../../state/authority.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import { directory } from "../../state/directory.svelte.ts"
import { LiveTextSender, textBeingTyped, writtenLines } from "../../state/live-text.ts"
import { casesNear } from "../../state/places.ts"
import { planChecks } from "../../state/plan-check.svelte.ts"
import { serverLink, useBoard, useBoardOf } from "../../state/server-link.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import { OtherCalls } from "../../voice/other-calls.svelte.ts"
import { PhoneLine } from "../../voice/phone-line.svelte.ts"
import { type CallTarget, callTargets, interpreters } from "../../voice/targets.ts"
import { domainsOf } from "./after-help.ts"
import { isSpoken, isWritten } from "./call-channel.ts"
import { dataCall } from "./call-data.ts"
import { CallFields } from "./call-fields.svelte.ts"
import type { Wanted } from "./centre-choice.ts"
import { activeContent, interviewOf } from "./content.svelte.ts"
import { DeskCards } from "./desk-cards.svelte.ts"
import { DuplicateCases } from "./duplicate-cases.svelte.ts"
import { typedFieldsOf } from "./duplicate-cases.ts"
import { EarlierContactCounts } from "./earlier-counts.svelte.ts"
import {
  answeredLast,
  asksNow,
  type BegunRun,
  bySeverity,
  type ChosenQuestion,
  cardsOf,
  knownAnswers,
  leadsTo,
  nextReassessed,
  ofCaller,
  stillChosen,
} from "./interview-runs.ts"
import { LocationRequests } from "./location-requests.svelte.ts"
import { PendingAnswers, PendingType } from "./pending-answers.svelte.ts"
import { provenPriority } from "./proven-priority.ts"
import { findRetriedCall } from "./retry-call.ts"
import { isSettledTask, type TaskAction, taskActionsOf, unacknowledgedChanges } from "./tasks.ts"
import { vehicleCall, vehicleMarks } from "./vehicle.ts"
import { firstToTap } from "./written-steps.ts"

/** Of a call that this desk has, sounding or ringing back; the server's `CONNECTED_STATES` are those without ringing back. */
export const HAS_CALLER_STATES = new Set(["answered", "held", "consulting", "ringing_back"])

/** A call that somebody practises alone is nobody else's. */
const isForMe = (call: CallRow) =>
  (call.meant_for ?? null) === null || call.meant_for === session.current?.person.id

export class DeskViewModel {
  readonly board = useBoard("desk")
  readonly radio = new Radio(this.board)
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new RoadClosures(() => this.board.rows<ClosureRow>("closures"))
  /** This desk's leg at the exchange: it stays between calls. */
  readonly line = new PhoneLine()
  /** The case under hand when it has no call: opened from the list of near ones, or after hanging up. */
  keptCase = $state<string | null>(null)
  /** The call whose case that is; the next call never begins with the case of the one before it. */
  keptFor = $state<string | null>(null)
  /** A question that was chosen by hand: it is asked in its own interview, and while that has it. */
  askedNext = $state.raw<ChosenQuestion | null>(null)
  /** What was begun from here: nothing begins twice while its row is on its way. */
  begun = $state.raw<readonly BegunRun[]>([])
  readonly given = new PendingAnswers()
  readonly chosenTypes = new PendingType()
  /** Whom to ask into the call is being chosen: anybody, or an interpreter. */
  askingIn = $state<"anybody" | "interpreter" | null>(null)
  contacts = $state.raw<readonly TelephoneContact[]>([])
  readonly #fields = new CallFields(() => ({ call: this.call?.id, case: this.case?.id }))
  readonly fields = $derived(this.#fields.of)
  closing = $state(false)
  /** What is being reported of the scene of the case in hand. */
  reporting = $state<"report" | "count" | null>(null)
  finding = $state(false)
  identifying = $state(false)
  listingFixes = $state(false)
  listingEarlier = $state(false)
  showingVehicle = $state(false)
  showingData = $state(false)
  /** The unanswered call that is being rung, "" for the first of them; null: none. */
  ringing = $state<string | null>(null)
  link = $state<{ readonly path: string; readonly until: string } | null>(null)
  /** The task whose acts are open, "" while it is being chosen; null: none. */
  tasking = $state<string | null>(null)
  taskAct = $state<TaskAction | undefined>(undefined)
  /** Which registered centre is asked is being chosen. */
  choosingCentre = $state(false)
  /** The notice that is being given. */
  noticing = $state<string | null>(null)
  /** The case of which the server said that its plan names no centre to ask. */
  unplanned = $state<string | null>(null)

  readonly id = $derived(session.current?.desk ?? "")
  readonly practises = $derived(session.current?.mode === "training")
  readonly me = $derived(this.board.rows<DeskRow>("desks").find((each) => each.id === this.id))
  readonly calls = $derived(this.board.rows<CallRow>("calls"))
  readonly cases = $derived(this.board.rows<CaseRow>("cases"))
  /** What this desk's line is in besides the call that it has. */
  readonly talks = new OtherCalls(
    () => this.calls,
    () => this.id,
  )

  readonly offered = $derived(
    this.calls.find((call) => call.state === "offered" && call.offered_to === this.id),
  )
  readonly waiting = $derived(
    this.calls
      .filter((call) => call.state === "queued" || call.state === "ringing" || call.state === "offered")
      .filter(isForMe)
      .sort((a, b) => a.urgency - b.urgency || a.rang_at.localeCompare(b.rang_at)),
  )
  /** Those that anybody here may ring back; of a reserved case only the people named in it. */
  readonly toRing = $derived.by(() => this.unanswered.filter((call) => !call.hidden))
  readonly unanswered = $derived(
    this.calls
      .filter((call) => call.state === "abandoned" && call.call_back !== "never" && !call.disposition)
      .filter(isForMe)
      .sort((a, b) => a.urgency - b.urgency || a.rang_at.localeCompare(b.rang_at)),
  )
  readonly #shared = $derived(
    this.calls.find((call) => call.desk === this.id && HAS_CALLER_STATES.has(call.state)) ??
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
  readonly targets = $derived.by<readonly CallTarget[]>(() =>
    this.call
      ? callTargets(
          this.board.rows<DeskRow>("desks"),
          this.call,
          new Set(this.openTasks.map((task) => task.centre)),
          this.contacts,
          directory,
        )
      : [],
  )
  readonly #inHand = $derived(this.cases.find((each) => each.id === this.#caseId))
  readonly case = $derived.by(() => {
    const shared = this.#inHand
    if (!shared?.reserved) return shared
    // The board that all desks share tells nothing of a reserved case; the case's own board tells its people.
    const whole = this.story.board?.rows<CaseRow>("cases").find((each) => each.id === shared.id) ?? shared
    return whole.hidden ? undefined : whole
  })
  /** What was in hand, or comes with the call, is reserved and not open to the person here, or not any more. */
  readonly shut = $derived(this.#inHand?.hidden && this.case === undefined ? this.#inHand : undefined)
  /** To whom the case in hand is open, when it is reserved. */
  readonly naming = new AccessList(
    () => this.case,
    () => this.cases,
  )
  /** Who was refused at it, for its owner. */
  readonly attempts = $derived.by(() => accessAttempts(this.facts))
  /** What this desk answers for and does not have in hand. */
  readonly mine = $derived(
    this.cases.filter((each) => each.owner === this.id && each.state === "open" && each.id !== this.case?.id),
  )
  /** Words of centres and crews to this desk that nobody here has read. */
  readonly unread = $derived(
    this.board
      .rows<MessageRow>("messages")
      // Of a case that is not open to the person here nothing can be read, and the server takes no «read» for it.
      .filter((each) => !each.hidden && each.to.some((party) => party.desk === this.id))
      .filter((each) => !each.read.some((reading) => reading.party?.desk === this.id))
      .sort((a, b) => a.sent_at.localeCompare(b.sent_at)),
  )
  readonly spoken = $derived(isSpoken(this.call))
  /** Whether the caller can read what is written here, instead of a voice or beside it. */
  readonly written = $derived(isWritten(this.call))
  /** Whom card and interview were told to: the call in hand, or the one that has ended while its case is still here. */
  readonly told = $derived.by(() => this.call ?? this.otherCalls.find(({ id }) => id === this.keptFor)?.row)
  /** The case in hand had a call, and none is on this desk's line: nobody hears or reads what its card would say. */
  readonly over = $derived.by(
    () => this.call === undefined && (this.told !== undefined || this.otherCalls.length > 0),
  )
  /** A case that is not open to the person here is not asked for: each attempt is told to its owner. */
  readonly story = useBoardOf("case", () =>
    this.#caseId && !this.#inHand?.hidden ? { case: this.#caseId } : null,
  )
  readonly talk = useBoardOf("talk", () => (this.#shared ? { call: this.#shared.id } : null))
  /** Every other call of the case: the case names them, also those that have ended and left the boards. */
  readonly otherCalls = $derived.by(() => {
    const known = [...(this.story.board?.rows<CallRow>("calls") ?? []), ...this.calls]
    return (this.case?.calls ?? [])
      .filter((id) => id !== this.call?.id)
      .map((id) => ({ id, row: known.find((call) => call.id === id) }))
  })
  /** From when the clocks of the case count, at every desk: its first call was answered, or it was opened without one. */
  readonly since = $derived.by(() =>
    clockStart([this.call, ...this.otherCalls.map(({ row }) => row)], this.case?.opened_at),
  )
  readonly facts = $derived.by(() => {
    const found = new Map<string, StoryRow>()
    for (const board of [this.talk.board, this.story.board]) {
      for (const fact of board?.rows<StoryRow>("story") ?? []) found.set(fact.id, fact)
    }
    return [...found.values()]
  })
  readonly callerNumbers = $derived(callerNumbers(this.facts))
  /** Who called in the case, whoever speaks with this desk first. */
  readonly callers = $derived.by(() => {
    const others = this.otherCalls.flatMap((other) => other.row ?? [])
    return caseCallers(this.call ? [this.call, ...others] : others, this.callerNumbers, this.call?.id)
  })
  readonly earlier = new EarlierContactCounts(() => {
    const call = this.call ?? this.offered
    if (!call || this.shut || (call.desk ?? call.offered_to) !== this.id) return null
    const place = this.call ? this.case?.location : undefined
    return { call: call.id, known: JSON.stringify([call.phone, call.case, place?.words, place?.point]) }
  })
  readonly location = new LocationRequests(() => this.call)
  /** By whose call the vehicle is shown: the one in hand, else another of the case. */
  readonly vehicleCall = $derived(vehicleCall([this.call, ...this.otherCalls.map(({ row }) => row)]))
  readonly dataCall = $derived(dataCall([this.call, ...this.otherCalls.map(({ row }) => row)]))
  readonly vehicleMarks = $derived(vehicleMarks(this.vehicleCall, t("desk.vehicle_before")))
  readonly #talk = $derived(this.talk.board?.rows<StoryRow>("story") ?? [])
  readonly typist = new LiveTextSender({
    newId,
    after(delay_ms, run) {
      const timer = setTimeout(run, delay_ms)
      return () => clearTimeout(timer)
    },
    show: (typed) => this.talk.board?.type(typed),
  })
  /** Since when the page of the caller in hand is away, by the server's clock. */
  readonly callerAway = $derived(
    this.call?.state === "ended" || serverLink.databaseLost ? null : (this.talk.board?.away ?? null),
  )
  readonly lines = $derived(
    writtenLines(this.#talk, new Set([this.typist.line, this.talk.board?.live.caller?.line ?? ""])),
  )
  /** What the caller is typing just now. */
  readonly typing = $derived(textBeingTyped("caller", this.talk.board?.live ?? {}, this.#talk))

  readonly language = $derived.by(() => this.told?.language ?? session.current?.language ?? "es")
  readonly interpreters = $derived(interpreters(this.contacts, this.language))
  /** The phone's place; after «no, no estoy allí» it is never taken for the emergency's. */
  readonly phone = $derived(this.call?.position ?? null)
  readonly atPlace = $derived(this.call?.at_place ?? null)
  readonly place = $derived(this.case?.location ?? null)

  // --- interview
  /** Of every caller of the case. */
  readonly runs = $derived(this.#inStory<RunRow>("runs"))
  /** Of a repeat call its own; else those of the case, by which whoever called first is asked. */
  readonly interviews = $derived.by(() => {
    const own = this.runs.filter((run) => this.call !== undefined && run.call === this.call.id)
    return (own.length > 0 ? own : this.runs.filter((run) => run.call === null)).map((row) =>
      interviewOf(row, this.given.with(row)),
    )
  })
  readonly #ahead = $derived(this.given.ahead(this.interviews.map((each) => each.row)))
  readonly #chosen = $derived(stillChosen(this.askedNext, this.interviews))
  readonly #asking = $derived(asksNow(this.interviews, this.#chosen))
  readonly run = $derived(this.#asking?.row)
  readonly interview = $derived<Interview | undefined>(this.#asking?.interview)
  readonly proof = $derived<ProvenOutcome | null>(this.#asking?.proof ?? null)
  /** In which the last answer was given: it is taken back first. */
  readonly answeredLast = $derived(answeredLast(this.interviews, this.#ahead))
  /** The protocol that follows from the answers, by one key. Of a repeat call it says that it is none. */
  readonly following = $derived(
    this.run?.call === null
      ? leadsTo(
          this.interviews,
          this.begun.filter((each) => each.case === this.case?.id && each.call === undefined),
        )
      : undefined,
  )
  /** What this caller has told in any interview: it goes on into the next. */
  readonly callerAnswers = $derived(
    knownAnswers(
      this.interviews.map((each) => each.row),
      this.#ahead,
    ),
  )
  /** What the interviews of the case have been told, and of further callers this one's: by this the steps of a card are shown. */
  readonly caseAnswers = $derived.by(() => {
    const rows = ofCaller(this.runs, this.call?.id)
    return knownAnswers(rows, this.given.ahead(rows))
  })
  /** The most severe that is proved, whichever interview asks. */
  readonly ruling = $derived(bySeverity(this.interviews)[0])
  readonly provenType = $derived(bySeverity(this.interviews).find((each) => each.proof?.type)?.proof?.type)
  readonly question = $derived.by(() => {
    if (this.#chosen) return this.interview?.question(this.#chosen.question)
    return this.call?.cannot_speak ? firstToTap(this.#open) : this.#open[0]
  })
  readonly #open = $derived(
    (this.proof?.open_questions ?? []).flatMap((id) => this.interview?.question(id) ?? []),
  )
  readonly openQuestions = $derived(this.#open.filter(({ id }) => id !== this.question?.id))
  /** What the protocols want asked again, once it has been answered, each in its own interview: the latest first. */
  readonly #reassess = $derived(
    this.interviews
      .toReversed()
      .flatMap(({ run, row, interview }) =>
        (interview?.protocol.reassess.questions ?? [])
          .filter((question) => row.answers[question] !== undefined)
          .map((question) => ({ run, question })),
      ),
  )
  /** The one that is asked again next. */
  readonly reassess = $derived(
    nextReassessed(this.#reassess, { run: this.run?.run, question: this.question?.id }),
  )
  /** What is proved or set: what stands on the case, and already what the answers on screen prove. */
  readonly priority = $derived.by<Priority | null>(() =>
    provenPriority(this.case, this.ruling?.proof?.priority ?? null, this.run?.call != null),
  )
  /** What the desk shows of it, as every page does. */
  readonly shown = $derived(
    this.priority === null ? shownPriority(this.case) : { priority: this.priority, provisional: false },
  )
  readonly wanted = $derived([
    ...new Set([...(this.case?.send ?? []), ...this.interviews.flatMap((each) => each.proof?.send ?? [])]),
  ])
  readonly tasks = $derived(this.#ofCase<TaskRow>("tasks"))
  /** With those that are over: they leave the desk's board and stay on the case's own. */
  readonly allTasks = $derived.by(() => {
    const whole = this.#inStory<TaskRow>("tasks")
    return whole.length > 0 ? whole : this.tasks
  })
  readonly openTasks = $derived(this.allTasks.filter((task) => !isSettledTask(task)))
  /** Centres without a screen that nobody has told yet. */
  readonly toTell = $derived(this.openTasks.filter((task) => taskActionsOf(task).includes("tell")))
  readonly unheard = $derived(unacknowledgedChanges(this.allTasks, this.board.rows<UnitRow>("units")))
  readonly asked = $derived(new Set(this.allTasks.flatMap((task) => task.capabilities)))
  /** What the proof wants and nobody has been asked for yet. */
  readonly missing = $derived(
    this.case?.help_sent_at
      ? this.wanted.filter((each) => !this.asked.has(each) && this.allTasks.length > 0)
      : this.wanted,
  )
  /** Parts of the case that no centre has. */
  readonly unheld = $derived(this.openTasks.filter((task) => task.unowned && task.nobody_since !== null))
  /** Whether a person chooses whom to ask: there is no plan, it names nobody, or nobody has what it asked for. */
  readonly byHand = $derived(
    this.case !== undefined &&
      (!planChecks.planned ||
        this.unplanned === this.case.id ||
        (this.unheld.length > 0 && this.wanted.every((each) => this.asked.has(each)))),
  )
  readonly ofNobody = $derived.by<Wanted>(() => ({
    unheld: this.unheld,
    missing: this.missing.map((code) => ({ code, service: activeContent.capability(code)?.service })),
  }))

  // --- card
  readonly dictations = $derived(this.#inStory<DictationRow>("dictations"))
  readonly cards = new DeskCards(() => ({
    dictations: this.dictations,
    proved: cardsOf(this.interviews),
    domains: domainsOf(this.interviews, activeContent.type(this.case?.type)),
    helpSent: Boolean(this.case?.help_sent_at),
    asking: this.question?.critical === true,
    answers: this.caseAnswers,
  }))
  readonly replaced = $derived.by(() => this.cards.replaced)
  readonly dictation = $derived.by(() => this.cards.dictation)
  readonly offeredCards = $derived.by(() => this.cards.offered)

  // --- scene
  readonly scene = $derived(this.#inStory<SceneRow>("scenes")[0])
  readonly work = $derived(this.#inStory<AssignmentRow>("assignments"))
  readonly patients = $derived(this.#inStory<PatientRow>("patients"))
  /** Whether a report of the scene belongs to this case: its protocol asks for one, or somebody made one. */
  readonly reports = $derived(
    this.scene !== undefined ||
      this.interviews.some(
        ({ interview, proof }) => interview?.protocol.report === "methane" || proof?.type === "SAN-46",
      ),
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
        (watch) =>
          (watch.case !== null && watch.case === this.case?.id) ||
          (watch.call !== null && watch.call === this.call?.id),
      )
      .sort(
        (a, b) => (a.priority ?? 4) - (b.priority ?? 4) || (a.fired_at ?? "").localeCompare(b.fired_at ?? ""),
      ),
  )

  /** Of the case in hand, what its protocols say is to be told and nobody has told yet. */
  readonly notices = $derived(openNotices(this.board.rows<WatchRow>("watches"), this.case?.id))
  /** The one of them that this desk gives next. */
  readonly nextNotice = $derived(this.notices.find((watch) => mayAnswerWatch(session.current, watch)))

  /** Those of them that are for this desk to answer: another desk's are only shown. */
  readonly toAnswer = $derived(this.alarms.filter((watch) => mayAnswerWatch(session.current, watch)))

  readonly reassessDue = $derived(this.alarms.some((watch) => watch.kind === "reassess"))

  readonly near = $derived.by(() => {
    const here = this.place?.point ?? (this.atPlace === false ? null : this.phone?.point)
    return here
      ? casesNear(
          here,
          this.cases.filter((each) => each.id !== this.case?.id),
          this.call?.meant_for ?? null,
        )
      : []
  })

  /** Live cases of which this call may tell too, while nobody has decided it. */
  readonly same = new DuplicateCases(
    () => {
      const { call, case: it } = this
      if (!call || !HAS_CALLER_STATES.has(call.state) || call.desk !== this.id) return null
      if (it && (it.state !== "open" || it.calls.length > 1 || it.help_sent_at !== null)) return null
      const known = [call.fixes, call.at_place, call.lines, call.phone, it?.id, it?.type, it?.location?.words]
      return { call: call.id, known: JSON.stringify(known), typed: typedFieldsOf(this.fields.texts) }
    },
    () => this.cases,
  )

  /** `call unanswered`, for this window: whom a person has put aside is not proposed again. */
  retriesAside = $state.raw<ReadonlySet<string>>(new Set())
  /** The unanswered call that the call in hand may be a retry of. */
  readonly retry = $derived.by(() => {
    const { call } = this
    const mine = call && HAS_CALLER_STATES.has(call.state) && call.desk === this.id
    return findRetriedCall(mine ? call : undefined, this.calls, this.retriesAside)
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
}
