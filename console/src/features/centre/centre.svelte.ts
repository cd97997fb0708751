/** What an operational centre sees and does. Everything shown is read from its boards; everything done is a command. */

import { CoverageView } from "../../coverage/coverage.svelte.ts"
import { CasualtyDistribution } from "../../hospitals/casualty-distribution.svelte.ts"
import { Hospitals } from "../../hospitals/hospitals.svelte.ts"
import { i18n, t } from "../../i18n/i18n.svelte.ts"
import { callerNumbers, caseCallers } from "../../kit/case-callers.ts"
import type {
  AnyCommand,
  AssignmentRow,
  CallerWordsRow,
  CallRow,
  CaseRow,
  ClosureRow,
  CriticalChange,
  DictationRow,
  FollowupParty,
  HospitalRow,
  MessageRow,
  OperationRow,
  PatientRow,
  RoomRow,
  RunRow,
  SceneRow,
  SituationRow,
  StoryRow,
  TaskRow,
  UnitRow,
  VehicleRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { accessAttempts } from "../../reserved-access/attempts.ts"
import { AccessList } from "../../reserved-access/reserved-access.svelte.ts"
import { RoadClosures } from "../../road-closures/road-closures.svelte.ts"
import { hasSent, inRoom, mayAnswerWatch, writesClinical } from "../../state/authority.ts"
import { CallerNews } from "../../state/caller-news.svelte.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { directory } from "../../state/directory.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { useBoard, useBoardOf } from "../../state/server-link.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import { OtherCalls } from "../../voice/other-calls.svelte.ts"
import { PhoneLine } from "../../voice/phone-line.svelte.ts"
import { contentNames } from "./content-names.svelte.ts"
import { elapsedText } from "./labels.ts"
import { type MedicineRequest, medicineRequests, wordsAsked } from "./medicine-requests.ts"
import {
  aidTasksOf,
  alarmsOf,
  canAcceptTask,
  isAidAlive,
  isOwnWatch,
  isRelevantTask,
  nextAcknowledgement,
  otherCentres,
  pendingChange,
  sortTasks,
  type VoiceStatus,
} from "./model.ts"
import type { Prompt } from "./prompt.ts"
import { UnitProposals } from "./unit-proposals.svelte.ts"
import { UnitTracking } from "./unit-tracking.svelte.ts"

const isOver = ({ state }: PatientRow) => state === "handed_over" || state === "stayed"

export class CentreDesk {
  readonly board = useBoard("centre")
  /** The task in hand. It is chosen by a person; the first is taken in hand when there is none. */
  current = $state<string | null>(null)
  /** What was in hand when Alt+V showed another task's change. */
  #before: string | null = null
  unitInTurn = $state<string | null>(null)
  patientInTurn = $state<string | null>(null)
  /** What is being reported of the case in hand. */
  reporting = $state<"report" | "count" | null>(null)
  /** The question that is open over the page. */
  ask = $state.raw<Prompt | null>(null)

  /** This desk's leg at the exchange. Without a microphone it cannot be asked into a call, and nothing else is worse. */
  readonly line = new PhoneLine()
  readonly desk = $derived(session.current?.desk ?? "")
  readonly talks = new OtherCalls(
    () => this.board.rows<CallRow>("calls"),
    () => this.desk,
  )
  readonly centre = $derived(session.current?.centre ?? null)
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new RoadClosures(() => this.board.rows<ClosureRow>("closures"))
  readonly hospitals = new Hospitals(() => this.board.rows<HospitalRow>("hospitals"))
  readonly radio = new Radio(this.board)
  readonly sharing = new CasualtyDistribution({
    cases: () => this.board.rows<CaseRow>("cases"),
    scenes: () => this.board.rows<SceneRow>("scenes"),
  })
  readonly tasks = $derived(sortTasks(this.board.rows<TaskRow>("tasks").filter(isRelevantTask)))
  readonly cases = $derived(new Map(this.board.rows<CaseRow>("cases").map((each) => [each.id, each])))
  readonly units = $derived(
    [...this.board.rows<UnitRow>("units")].sort((a, b) => a.callsign.localeCompare(b.callsign)),
  )
  /** More calls than hands at the 112 room, of the mode we work in. */
  readonly surge = $derived(
    this.board.rows<RoomRow>("rooms").find((each) => each.mode === session.current?.mode)?.surge,
  )
  readonly covering = new CoverageView(
    () => this.units,
    () => this.roads.standing,
  )
  readonly unitOf = $derived(new Map(this.units.map((unit) => [unit.id, unit])))
  readonly assignments = $derived(
    this.board.rows<AssignmentRow>("assignments").filter((each) => this.unitOf.has(each.unit)),
  )
  readonly watches = $derived.by(() => {
    const units = new Set(this.unitOf.keys())
    return this.board.rows<WatchRow>("watches").filter((watch) => isOwnWatch(watch, this.centre, units))
  })
  readonly alarms = $derived(alarmsOf(this.watches))
  /** Those of them that the person here may answer: of their desk or centre, and of no case that is shut to them. */
  readonly toAnswer = $derived(
    this.alarms.filter(
      (watch) => mayAnswerWatch(session.current, watch) && !this.cases.get(watch.case ?? "")?.hidden,
    ),
  )
  /** The hospital that must be telephoned for a watch, with its number. */
  toPhone(watch: WatchRow): string | undefined {
    const of = this.board.row<PatientRow>("patients", watch.subject)?.hospital
    if (watch.kind !== "hospital_warned" || !of) return undefined
    const phone = this.board.rows<HospitalRow>("hospitals").find((each) => each.id === of.id)?.phone
    return [of.name, phone].filter(Boolean).join(" ")
  }
  /** At a hospital: where, and whether whom it brought is in other hands. */
  door(unit: UnitRow): string {
    const work = this.assignments.find((each) => each.id === unit.assignment)
    if (unit.status !== "at_destination" || !work) return ""
    const handed = work.times.handed_over
    return [
      work.destination,
      handed ? `${t("dispatch.step.handed_over")} ${elapsedText(handed)}` : t("centre.at_the_door"),
    ]
      .filter(Boolean)
      .join(" · ")
  }
  readonly task = $derived(this.tasks.find((task) => task.id === this.current))
  /** Where the task in hand speaks by radio, and its joint command. */
  readonly groups = $derived(this.radio.groups(this.task?.case, this.task?.id))
  readonly case = $derived(this.task && this.cases.get(this.task.case))
  /** The task in hand is of a reserved case that is not open to the person here: nothing of it can be read or done. */
  readonly shut = $derived(this.task?.hidden === true)
  /** To whom the case in hand is open, when it is reserved; who was refused, for those who decide it. */
  readonly naming = new AccessList(
    () => this.case,
    () => [...this.cases.values()],
  )
  readonly attempts = $derived.by(() => accessAttempts(this.facts))
  readonly change = $derived(this.task && pendingChange(this.task.changes))
  readonly unit = $derived(this.units.find((unit) => unit.id === this.unitInTurn))
  readonly patients = $derived(
    this.board
      .rows<PatientRow>("patients")
      .filter((each) => each.case === this.task?.case)
      .sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || a.number - b.number),
  )
  readonly patient = $derived(
    this.patients.find((each) => each.id === this.patientInTurn) ?? this.patients[0],
  )
  readonly clinical = $derived(writesClinical(session.current, directory.serviceOf(session.current?.agency)))
  /** Whom a unit has is that unit's own centre's to write about. */
  readonly treats = $derived(
    this.patient !== undefined && (this.patient.unit === null || this.unitOf.has(this.patient.unit)),
  )
  /** What was reported of the case in hand. */
  readonly scene = $derived(this.board.rows<SceneRow>("scenes").find((each) => each.case === this.task?.case))
  /** Plans that stand in a phase, of the mode we work in. */
  readonly plans = $derived(
    this.board
      .rows<SituationRow>("situations")
      .filter((each) => each.standing !== null && each.mode === (session.current?.mode ?? "real")),
  )
  readonly story = useBoardOf("case", () => (this.task && !this.shut ? { case: this.task.case } : null))
  /** A step of an assignment names no unit: its callsign is that of the assignment. */
  readonly facts = $derived.by<readonly StoryRow[]>(() => {
    const board = this.story.board
    const callsigns = new Map(
      (board?.rows<AssignmentRow>("assignments") ?? []).map((each) => [each.id, each.callsign]),
    )
    return (board?.rows<StoryRow>("story") ?? []).map((fact) => {
      const body = fact.body as { assignment?: string } | null
      const callsign = body?.assignment && callsigns.get(body.assignment)
      return callsign && fact.kind.startsWith("dispatch.assignment.")
        ? { ...fact, body: { ...body, callsign } }
        : fact
    })
  })
  /** What callers of the case in hand wrote. */
  readonly words = new CallerNews({
    case: () => (this.task && !this.shut ? this.task.case : null),
    rows: () => this.story.board?.rows<CallerWordsRow>("caller_words") ?? [],
    ready: () => this.story.board?.ready ?? false,
    numbers: () => this.callerNumbers,
  })
  /** What vehicles that called about it store to drive with. */
  readonly vehicles = $derived(this.story.board?.rows<VehicleRow>("vehicles") ?? [])
  readonly runs = $derived(
    (this.story.board?.rows<RunRow>("runs") ?? []).filter((run) => run.case === this.task?.case),
  )
  /** Medicines that desks ask for in the case in hand. */
  readonly medicines = $derived(
    medicineRequests(this.story.board?.rows<DictationRow>("dictations") ?? [], this.task?.case),
  )
  /** The one in turn, in the words that the caller would be told. */
  readonly medicine = $derived.by(() => {
    const [asked] = this.medicines
    const card = asked && contentNames.card(asked.card, asked.digest)
    return asked && { ...asked, words: wordsAsked(asked, card, i18n.language) }
  })
  readonly mayAnswerMedicine = $derived(
    this.medicines.length > 0 && session.may(PERMISSION.MEDICATION_AUTHORISE),
  )
  /** Cases in which one waits for a clinician. */
  readonly medicineCases = $derived(
    new Set(
      this.watches
        .filter((watch) => watch.kind === "step_authorise" && !watch.over_at)
        .map((watch) => watch.case),
    ),
  )
  readonly #calls = $derived(
    (this.story.board?.rows<CallRow>("calls") ?? [])
      .filter((call) => call.case === this.task?.case)
      .sort((a, b) => a.rang_at.localeCompare(b.rang_at)),
  )
  readonly call = $derived(this.#calls[0])
  readonly callerNumbers = $derived(callerNumbers(this.facts))
  readonly callers = $derived(caseCallers(this.#calls, this.callerNumbers))
  readonly others = $derived(
    (this.story.board?.rows<TaskRow>("tasks") ?? []).filter(
      (task) => task.case === this.task?.case && task.id !== this.task.id && task.passed_to === null,
    ),
  )
  readonly messages = $derived(
    this.board.rows<MessageRow>("messages").toSorted((a, b) => a.sent_at.localeCompare(b.sent_at)),
  )
  /** The last words written here about the case in hand, and who has read them: a read message leaves its board. */
  readonly written = $derived.by(() => {
    const body = (fact: StoryRow) => fact.body as { message?: string; by?: string; words?: string }
    const last = this.facts
      .filter((fact) => fact.kind === "followup.message.sent" && body(fact).by === this.#me)
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .at(-1)
    const read = this.facts.find(
      (fact) => fact.kind === "followup.message.read" && last && body(fact).message === body(last).message,
    )
    return last && { words: body(last).words ?? "", at: last.at, read: read && { by: read.by, at: read.at } }
  })
  /** Words for this centre that nobody here has said to have read. */
  readonly unread = $derived(
    this.messages.filter(
      (message) =>
        message.to.some(
          (party) =>
            (party.centre && party.centre === this.centre) ||
            (party.desk && party.desk === session.current?.desk),
        ) &&
        !message.hidden &&
        message.by !== this.#me &&
        !message.read.some((each) => each.person === this.#me),
    ),
  )
  readonly #me = $derived(session.current?.person.id)
  readonly knows = $derived(
    nextAcknowledgement({
      units: this.units,
      task: this.task,
      tasks: this.tasks,
      alarms: this.toAnswer,
      unread: this.unread,
      ...(this.task ? { words: { case: this.task.case, count: this.words.news } } : {}),
    }),
  )
  /** Neighbours that were asked for a part of the task in hand. */
  readonly aids = $derived(aidTasksOf(this.task, this.others))
  /** Units whose way is drawn: those that go, and those that are marked to go. */
  readonly going = $derived(
    // The way to a place that is not open to the person here tells the place.
    this.shut
      ? []
      : this.units.filter(
          (unit) => this.proposals.marked.includes(unit.id) || (unit.task && unit.task === this.task?.id),
        ),
  )
  readonly goal = $derived(this.task?.place ?? this.case?.location?.point)
  readonly proposals: UnitProposals = new UnitProposals(this)
  readonly tracking: UnitTracking = new UnitTracking(this)

  constructor() {
    this.#holdTask()
  }

  /** The first task is taken in hand when none is; one that left stays left until a person chooses another. */
  #holdTask(): void {
    $effect(() => {
      if (this.current === null && this.tasks[0]) this.current = this.tasks[0].id
      // A cancellation that was shown, read and is gone: the hands are where they were.
      const before = this.#before
      if (before !== null && !this.task && this.tasks.some((task) => task.id === before)) {
        this.current = before
        this.#before = null
      }
    })
  }

  watchOf(unit: UnitRow, ...kinds: readonly string[]): WatchRow | undefined {
    return this.watches.find(
      (watch) =>
        !watch.over_at &&
        kinds.includes(watch.kind) &&
        (watch.subject === `unit:${unit.id}` || watch.subject === `assignment:${unit.assignment}`),
    )
  }

  // --- what it does
  /** Commands of one task keep their order: of two alerts the second must see what the first made. */
  send(command: AnyCommand, lane?: string): Promise<Answer> {
    return sendCommand(command, lane === undefined ? {} : { lane })
  }
  #ofTask(command: AnyCommand): Promise<Answer> | undefined {
    return this.task && this.send(command, `task:${this.task.id}`)
  }
  accept(): Promise<Answer> | undefined {
    return this.task && this.#ofTask({ kind: "dispatch.accept_task", task: this.task.id })
  }
  authorise(): Promise<Answer> | undefined {
    const [asked] = this.medicines
    return asked && this.answerMedicine(asked, { kind: "instructions.authorise_step" })
  }
  answerMedicine(
    { run, step, case: it }: MedicineRequest,
    answer:
      | { readonly kind: "instructions.authorise_step" }
      | { readonly kind: "instructions.refuse_step"; readonly reason: string },
  ): Promise<Answer> {
    return this.send({ ...answer, run, step }, `cards:${it}`)
  }
  /** When the centre itself has let a task go, the next one is taken in hand. */
  async leave(command: AnyCommand): Promise<Answer> {
    const task = this.task
    const answer = await this.send(command, task ? `task:${task.id}` : undefined)
    if (answer.ok && this.current === task?.id)
      this.current = this.tasks.find((each) => each.id !== task?.id)?.id ?? null
    return answer
  }
  /** Alerts every marked unit. What is refused stays marked, and the first refusal is the answer. */
  async alert(): Promise<Answer | undefined> {
    const task = this.task
    if (task === undefined) return undefined
    const refused: string[] = []
    const answers = await Promise.all(
      this.proposals.marked.map(async (unit) => {
        const candidate = this.proposals.candidates.find((each) => each.unit === unit)
        const together = this.proposals.shared.find((each) => each.unit === unit)
        const reason = together?.reason.code ?? (candidate?.proposed ? candidate.reasons[0]?.code : undefined)
        const answer = await this.send(
          {
            kind: "dispatch.alert_unit",
            assignment: newId(),
            unit,
            task: task.id,
            eta_s: candidate?.travel_s ?? null,
            eta_by: candidate?.by ?? null,
            ...(reason ? { proposed: reason } : {}),
          },
          `task:${task.id}`,
        )
        if (!answer.ok) refused.push(unit)
        return answer
      }),
    )
    this.proposals.marked = refused
    return answers.find((answer) => !answer.ok) ?? answers[0]
  }
  /** `readBack`: the question who at a centre has said «enterado», which a room asks. */
  acknowledge(readBack: (task: TaskRow, change: CriticalChange) => Prompt): Promise<Answer> | undefined {
    const next = this.knows
    switch (next?.kind) {
      case "emergency":
        return this.send({ kind: "dispatch.answer_emergency", unit: next.unit.id })
      case "change":
        if (inRoom(session.current)) {
          this.ask = readBack(next.task, next.change)
          return undefined
        }
        return this.send({ kind: "dispatch.acknowledge_change", task: next.task.id, change: next.change.id })
      case "look":
        this.#before = this.current
        this.current = next.task.id
        return undefined
      case "watch":
        return this.send({ kind: "followup.answer_watch", watch: next.watch.id })
      case "message":
        return this.send({ kind: "followup.read_message", message: next.message.id })
      case "words":
        this.words.acknowledge()
        return undefined
      default:
        return undefined
    }
  }
  /** A status said by voice; 9 is the crew's emergency, and no status. */
  say(unit: UnitRow, what: VoiceStatus): Promise<Answer> {
    if (what === "emergency") return this.send({ kind: "dispatch.emergency", unit: unit.id })
    if (what === "handed_over") {
      const work = this.assignments.find((each) => each.id === unit.assignment)
      const to = work?.destination ?? t("unit.hospital_some")
      return this.send({ kind: "dispatch.report_handover", unit: unit.id, to }, `unit:${unit.id}`)
    }
    return this.send(
      {
        kind: "dispatch.enter_status",
        unit: unit.id,
        status: what,
        said_by: unit.callsign,
        ...(inRoom(session.current) ? { for_centre: unit.centre } : {}),
      },
      `unit:${unit.id}`,
    )
  }
  /** Who can be written to about the case in hand: its operator, its crews, the other centres. */
  readonly parties = $derived.by<
    readonly { readonly key: string; readonly party: FollowupParty; readonly name: string }[]
  >(() => {
    const { task, case: it } = this
    if (!task || this.shut) return []
    return [
      ...(it?.owner
        ? [{ key: `desk:${it.owner}`, party: { desk: it.owner }, name: directory.deskName(it.owner) }]
        : []),
      ...this.units
        .filter((unit) => unit.task === task.id)
        .map((unit) => ({ key: `unit:${unit.id}`, party: { unit: unit.id }, name: unit.callsign })),
      ...otherCentres(this.others, task.centre).map((centre) => ({
        key: `centre:${centre}`,
        party: { centre },
        name: directory.centreName(centre),
      })),
    ]
  })
  write(words: string, to: FollowupParty): Promise<Answer> | undefined {
    return (
      this.task &&
      this.send(
        { kind: "followup.send_message", message: newId(), case: this.task.case, to: [to], words },
        `messages:${this.task.case}`,
      )
    )
  }
  readonly offered = $derived(this.tasks.filter(canAcceptTask))
  /** What the person here asked for, and may cancel: the task in hand from the room; from a centre, the aid it asked. */
  readonly cancels = $derived.by<readonly TaskRow[]>(() => {
    const { task } = this
    if (!task) return []
    const asked = this.aids.filter(isAidAlive).filter((aid) => hasSent(session.current, aid))
    return hasSent(session.current, task) ? [task, ...asked] : asked
  })
}
