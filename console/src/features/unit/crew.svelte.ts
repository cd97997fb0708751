/** What a crew sees and does: its own unit, the work it has, and presses that survive a lost connection. */

import { CAPACITY_COLOURS } from "../../hospitals/capacity.ts"
import type { HospitalOption } from "../../hospitals/options.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import { PremiseNotes } from "../../premise-notes/premise-notes.svelte.ts"
import type {
  AgeBand,
  AnyCommand,
  AssignmentRow,
  CallerWordsRow,
  CapacityColour,
  CaseRow,
  ClosureRow,
  CountCasualties,
  CrewMember,
  CriticalChange,
  HospitalRow,
  OperationRow,
  PatientRow,
  ReportScene,
  ReportStatus,
  SceneRow,
  ShownHospital,
  SignOnCrew,
  TaskRow,
  UnitStatus,
  UpdatePatient,
  VehicleRow,
  WarnHospital,
} from "../../protocol/generated.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { RoadClosures } from "../../road-closures/road-closures.svelte.ts"
import { CallerNews } from "../../state/caller-news.svelte.ts"
import { commandOutbox, newId } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Answer, HandledCommand, Problem } from "../../state/outbox.ts"
import { serverLink, useBoard, useBoardOf } from "../../state/server-link.svelte.ts"
import { localStore, type Session, session } from "../../state/session.svelte.ts"
import { CrewMessages } from "./crew-messages.svelte.ts"
import { HospitalList } from "./hospital-list.svelte.ts"
import type { KnownHospital } from "./hospital-list.ts"
import {
  isAheadOfBoard,
  type VersionedPatientRow as PatientKept,
  type QueuedPatientCommand as SaidOfPatient,
  shownPatients,
  type AnsweredPatientCommand as ToldPatient,
} from "./patients.ts"
import { VehiclePosition } from "./position.svelte.ts"
import { RouteGuidance } from "./route.svelte.ts"
import {
  type AnsweredStatus,
  carriesPatients,
  crewStatusOf,
  isEarlierOrder,
  isOwnUnit,
  isUndoable,
  nextStep,
  otherSteps,
  pressTime,
  queuedStatusesOf,
  UNDO_MS,
} from "./status-queue.ts"
import { CrewWakeUp } from "./wake-up.svelte.ts"
import { type CachedJob, loadList, loadWork, saveList, saveWork } from "./work-cache.ts"

type Unit = CachedJob["unit"]
/** A position older than this is not where the crew is in danger. */
const EMERGENCY_FIX_MS = 120_000

export class Crew {
  readonly board = useBoard("unit")
  readonly #me = session.current as Session
  readonly #kept = loadWork(localStore, this.#me.person.id, Date.now())
  /** Which layer is open over the page. */
  layer = $state<
    "none" | "other" | "messages" | "call" | "crew" | "hospital" | "patients" | "report" | "count"
  >("none")
  /** The last refusal, and a word that is no refusal. */
  problem = $state.raw<Problem | null>(null)
  notice = $state<"late_press" | null>(null)
  #network = $state(navigator.onLine)
  #answered = $state.raw<AnsweredStatus | null>(null)
  /** The work whose handover the server has, and the board does not show yet. */
  #handed = $state<string | null>(null)
  #toldPatients = $state.raw<readonly ToldPatient[]>([])
  /** Orders whose «Enterado» the server has, and the board does not show yet. */
  #known = $state.raw<readonly string[]>([])
  /** Who sits here works with the crew that is on board already. */
  staying = $state(false)

  readonly units = $derived(
    [...this.board.rows<Unit>("units")].sort((a, b) => a.callsign.localeCompare(b.callsign)),
  )
  /** The callsign of the desk comes first: a name may still be on a vehicle that was left yesterday. */
  readonly unit = $derived<Unit | undefined>(this.board.ready ? this.#own() : this.#kept?.job.unit)
  /** Where the crew was told to wait while it has no work. */
  readonly standBy = $derived(this.unit?.stand_by ?? null)
  readonly aboard = $derived(this.unit?.crew.some((member) => member.person === this.#me.person.id) ?? false)
  /** Work comes before forms: an alert is shown whoever has signed on. */
  readonly joined = $derived(
    this.unit !== undefined &&
      (this.aboard || this.unit.assignment !== null || this.unit.emergency !== null || this.staying),
  )
  readonly case = $derived(this.#row<CaseRow>("cases", "case", this.unit?.case))
  readonly task = $derived(this.#row<TaskRow>("tasks", "task", this.unit?.task))
  readonly assignment = $derived(this.#row<AssignmentRow>("assignments", "assignment", this.unit?.assignment))
  readonly #patientRows = $derived<readonly PatientKept[]>(
    this.board.ready ? this.board.rows<PatientKept>("patients") : (this.#kept?.job.patients ?? []),
  )
  readonly patients = $derived(
    shownPatients(this.#patientRows, this.#toldPatients, commandOutbox.list, this.unit?.case ?? null),
  )
  readonly messages: CrewMessages = new CrewMessages(this, this.#me, this.#kept?.job.messages ?? [])

  readonly #said = useBoardOf("crew_case", () =>
    this.board.ready && this.unit?.case ? { case: this.unit.case } : null,
  )
  /** What callers of this work wrote; without network as it was told last. */
  readonly words = new CallerNews({
    case: () => this.unit?.case ?? null,
    rows: () => this.#saidRows,
    ready: () => this.#said.board?.ready ?? false,
    remembers: {
      load: () => loadList(localStore, "caller_words_seen"),
      save: (seen) => saveList(localStore, "caller_words_seen", seen),
    },
  })
  readonly #saidRows = $derived.by<readonly CallerWordsRow[]>(() => {
    if (this.#said.board?.ready) return this.#said.board.rows<CallerWordsRow>("caller_words")
    const kept = this.#kept?.job
    return kept?.unit.case === this.unit?.case ? (kept?.words ?? []) : []
  })

  /** What vehicles that called store to drive with; without network as it was told last. */
  readonly vehicles = $derived.by<readonly VehicleRow[]>(() => {
    if (this.#said.board?.ready) return this.#said.board.rows<VehicleRow>("vehicles")
    const kept = this.#kept?.job
    return kept?.unit.case === this.unit?.case ? (kept?.vehicles ?? []) : []
  })

  /** What is known of the address; without network as it was told last. */
  readonly premises: PremiseNotes = new PremiseNotes(() => this.case, this.#kept?.job.premises ?? null)

  readonly radio = new Radio(this.board)
  /** Where this crew speaks: its task's group and the joint command's, or what its vehicle listens to; and what is lost. */
  readonly air = $derived.by(() => {
    if (!this.board.ready) return this.#kept?.job.air ?? ""
    const { own, command } = this.radio.groups(this.unit?.case ?? undefined, this.unit?.task ?? undefined)
    const lost = this.radio.lost.length > 0 || (this.unit !== undefined && this.radio.deaf(this.unit))
    return [
      own || this.unit?.talk_group,
      command && t("radio.command_on", { group: command }),
      lost && t("radio.crew_lost"),
    ]
      .filter(Boolean)
      .join(" · ")
  })

  readonly presses = $derived(this.unit ? queuedStatusesOf(commandOutbox.list, this.unit.id) : [])
  readonly standing = $derived(this.unit ? crewStatusOf(this.unit, this.#answered, this.presses) : undefined)
  readonly carrying = $derived(carriesPatients(this.unit?.capabilities ?? []))
  /** Whom it brought is in other hands, by its own word. */
  readonly handed = $derived(
    this.assignment?.times.handed_over !== undefined ||
      (this.#handed !== null && this.#handed === this.unit?.assignment) ||
      this.presses.some((each) => each.status === "handed_over"),
  )
  readonly next = $derived(
    this.unit && this.standing
      ? nextStep(this.standing.status, this.unit.assignment !== null, this.carrying, this.handed)
      : null,
  )
  readonly others = $derived(this.standing ? otherSteps(this.standing.status, this.next) : [])
  readonly undoable = $derived(this.presses.at(-1)?.held ?? false)

  readonly orders = $derived(this.#pending())
  readonly online = $derived(this.#network && serverLink.state === "up")
  readonly waiting = $derived(commandOutbox.list.length)
  /** How much of it a reload would find. */
  readonly waitingKept = $derived(commandOutbox.list.filter(({ kept }) => kept).length)
  /** The crew's own alarm: kept here, with the server, heard by a person. */
  readonly alarm = $derived.by<"none" | "kept" | "sent" | "answered">(() => {
    const known = this.unit?.emergency
    if (known) return known.answered_at ? "answered" : "sent"
    return this.#sends("dispatch.emergency") ? "kept" : "none"
  })

  readonly position = new VehiclePosition(() => (this.joined ? this.unit?.id : undefined))
  readonly wakeUp = new CrewWakeUp(() => (this.joined ? this.unit?.id : undefined))
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new RoadClosures(() => this.board.rows<ClosureRow>("closures"))
  #keptHospitals = loadList<KnownHospital[]>(localStore, "hospital_rows") ?? []
  readonly hospitals = $derived<readonly KnownHospital[]>(
    this.board.ready ? this.board.rows<HospitalRow>("hospitals") : this.#keptHospitals,
  )
  readonly way: RouteGuidance = new RouteGuidance(this)
  readonly choice: HospitalList = new HospitalList(this)

  constructor() {
    $effect(() => {
      const network = () => {
        this.#network = navigator.onLine
      }
      window.addEventListener("online", network)
      window.addEventListener("offline", network)
      return () => {
        window.removeEventListener("online", network)
        window.removeEventListener("offline", network)
      }
    })
    $effect(() => this.#keep())
    let before: number | undefined
    $effect(() => {
      const late = this.unit?.kept_presses
      if (before !== undefined && late !== undefined && late > before) this.notice = "late_press"
      before = late
    })
    $effect(() => {
      void this.position.begin()
      return () => this.position.stop()
    })
  }

  #own(): Unit | undefined {
    const own = this.units.filter((unit) => isOwnUnit(unit, this.#me))
    const desk = this.#me.desk?.toLowerCase()
    return own.find((unit) => unit.callsign.toLowerCase() === desk) ?? own[0]
  }
  #row<T>(table: string, kind: "case" | "task" | "assignment", id: string | null | undefined): T | undefined {
    if (id == null) return undefined
    if (this.board.ready) return this.board.row<T>(table, `${kind}:${id}`)
    return (this.#kept?.job[kind] ?? undefined) as T | undefined
  }
  #keep(): void {
    const { unit } = this
    if (!this.board.ready || unit === undefined) return
    const job: CachedJob = {
      unit,
      case: this.case ?? null,
      task: this.task ?? null,
      assignment: this.assignment ?? null,
      patients: this.#patientRows.filter((each) => each.case === unit.case),
      messages: this.messages.list,
      air: this.air,
      words: this.#saidRows,
      vehicles: this.vehicles,
      premises: this.premises.found,
    }
    const behind_ms = now.sure ? now.exact_ms() - Date.now() : (this.#kept?.behind_ms ?? 0)
    saveList(localStore, "hospital_rows", this.hospitals)
    saveWork(localStore, { person: this.#me.person.id, at_ms: Date.now(), behind_ms, job })
  }
  /** When what is shown was last told, while the server has not spoken; null when it is live. */
  get told_ms(): number | null {
    return this.board.ready ? null : (this.#kept?.at_ms ?? null)
  }
  #now_ms(): number {
    return now.sure ? now.exact_ms() : Date.now() + (this.#kept?.behind_ms ?? 0)
  }
  #sends(kind: string): boolean {
    return commandOutbox.list.some(({ command }) => command.kind === kind)
  }

  get here(): RouteGuidance["here"] {
    return this.way.here
  }

  open(layer: Crew["layer"]): void {
    this.problem = null
    this.layer = layer
  }

  // --- the work -----------------------------------------------------------------------------------

  /** Presses the large button; a transport is asked for its hospital first. */
  advance(): void {
    if (this.next === "transporting") this.layer = "hospital"
    else if (this.next === "handed_over") this.handOverAll()
    else if (this.next !== null) this.press(this.next)
  }

  /** The worst colour of those whom the crew has: room is asked for them. */
  readonly colour = $derived.by<CapacityColour | null>(() => {
    const own = this.patients.filter((each) => each.unit === this.unit?.id || this.patients.length === 1)
    return CAPACITY_COLOURS.find((colour) => own.some((each) => each.triage === colour)) ?? null
  })
  /** Whom a hospital would be warned of: without anybody it hears nothing, and the crew is told so. */
  readonly brings = $derived(
    this.patients.filter((each) => each.unit === this.unit?.id && each.state !== "handed_over").length ||
      (this.patients.length === 1 && this.patients[0]?.unit == null ? 1 : 0),
  )

  /** It drives to this hospital, or to one that is only said; whom it has is announced there. */
  go(to: HospitalOption | null, words: string | null): void {
    const name = to?.name ?? words
    this.way.goesTo(
      name === null ? null : { id: to?.hospital ?? null, name, point: to ? this.choice.place(to) : null },
    )
    this.layer = "none"
    this.press(
      "transporting",
      name,
      to ? { hospital: to.hospital, shown: this.choice.shown(this.colour) } : {},
    )
  }

  /** One press for all whom the crew has. Who there took them may be said of each patient. */
  handOverAll(): void {
    const { unit } = this
    const id = unit?.assignment
    if (unit === undefined || id == null) return
    for (const each of this.presses) commandOutbox.release(each.id)
    const at = pressTime(
      this.#now_ms(),
      unit.status_at,
      this.presses.at(-1)?.at ?? this.#answered?.at ?? null,
    )
    const to = this.way.destination?.name ?? t("unit.hospital_some")
    this.problem = null
    const command = { kind: "dispatch.report_handover", unit: unit.id, to, at, assignment: id } as const
    void commandOutbox.send(command, { lane: `unit:${unit.id}`, hold_ms: UNDO_MS }).then((answer) => {
      if (answer.ok) this.#handed = id
      else this.#refused(answer)
    })
  }

  press(
    status: UnitStatus,
    destination: string | null = null,
    more: { hospital?: string; shown?: readonly ShownHospital[] } = {},
  ): void {
    const { unit, standing: stands } = this
    if (unit === undefined || stands === undefined) return
    for (const each of this.presses) commandOutbox.release(each.id) // the one before is meant: it goes now
    const at = pressTime(
      this.#now_ms(),
      unit.status_at,
      this.presses.at(-1)?.at ?? this.#answered?.at ?? null,
    )
    const { id, assignment } = unit
    const hold = isUndoable(status) ? { hold_ms: UNDO_MS } : {}
    this.problem = null
    this.notice = null
    const said = { kind: "dispatch.report_status", unit: id, status, at, assignment, destination } as const
    const command = { ...said, ...(more as Pick<ReportStatus, "hospital" | "shown">) }
    void commandOutbox.send(command, { lane: `unit:${id}`, ...hold }).then((answer) => {
      if (answer.ok) this.#answered = { status, at, version: answer.handled.versions[`unit:${id}`] ?? 0 }
      else this.#refused(answer)
    })
  }

  undo(): void {
    const last = this.presses.at(-1)
    if (last) commandOutbox.withdraw(last.id)
  }
  /** The page may be put away for good: what was pressed goes now. */
  release(): void {
    for (const each of this.presses) commandOutbox.release(each.id)
  }

  acknowledge(): void {
    const [order] = this.orders
    const { unit } = this
    if (order === undefined || unit === undefined) return
    const at = pressTime(this.#now_ms(), order.at, null)
    this.send({ kind: "dispatch.acknowledge_order", unit: unit.id, change: order.id, at }, "orders", () => {
      this.#known = [...this.#known, order.id]
    })
  }
  /** What the crew has not acknowledged: of this job, then of an earlier one; oldest first, one at a time. */
  #pending(): readonly CriticalChange[] {
    const said = new Set([
      ...this.#known,
      ...commandOutbox.list.flatMap(({ command }) =>
        command.kind === "dispatch.acknowledge_order"
          ? [(command as unknown as { change: string }).change]
          : [],
      ),
    ])
    const left = (this.unit?.orders ?? []).filter((order) => !order.acknowledged && !said.has(order.id))
    return [...left.filter((each) => !this.isEarlier(each)), ...left.filter((each) => this.isEarlier(each))]
  }
  isEarlier(order: CriticalChange): boolean {
    return isEarlierOrder(order, this.unit?.assigned_at ?? null, this.task?.changes ?? [])
  }
  /** The address before the last correction: it stays readable, struck through. */
  readonly before = $derived(
    this.unit?.orders.findLast(
      (order) => order.kind === "location_corrected" && order.old && !this.isEarlier(order),
    )?.old ?? null,
  )

  emergency(): void {
    const { unit, alarm } = this
    if (unit === undefined || alarm !== "none") return
    const fix = this.position.fix
    const point = fix && Date.now() - fix.at_ms < EMERGENCY_FIX_MS ? fix.point : null
    navigator.vibrate?.([200, 100, 200])
    // A lane of its own: it waits for nothing.
    const at = new Date(this.#now_ms()).toISOString()
    this.send({ kind: "dispatch.emergency", unit: unit.id, point, at }, "emergency")
  }

  /** Back to the base: said at once, kept without network. */
  leaveStandBy(): void {
    if (this.unit) this.send({ kind: "dispatch.leave_stand_by", unit: this.unit.id }, "stand_by")
  }

  // --- patients -----------------------------------------------------------------------------------

  /** A person of this work; their id, by which more can be said before the server has them. */
  recordPatient(age: AgeBand): string | null {
    const { case: of } = this
    if (of === undefined) return null
    const patient = newId()
    this.#sayPatient({ kind: "dispatch.record_patient", patient, case: of.id, mode: of.mode, age })
    return patient
  }
  tellPatient(patient: string, known: Omit<UpdatePatient, "kind" | "patient" | "at">): void {
    this.#sayPatient({ kind: "dispatch.update_patient", patient, ...known })
  }
  /** With this crew now; whoever is in their hands already only changes hands. */
  takePatient({ id, state }: Pick<PatientRow, "id" | "state">): void {
    const unit = this.unit?.id ?? null
    if (state === "stayed") this.tellPatient(id, { state: "waiting" })
    this.tellPatient(id, { unit, ...(state === "with_unit" ? {} : { state: "with_unit" }) })
  }
  warnHospital(
    patient: string,
    hospital: string,
    to: HospitalOption | null = null,
    colour: CapacityColour | null = null,
  ): void {
    const more = to
      ? { to: to.hospital, shown: this.choice.shown(colour) as NonNullable<WarnHospital["shown"]> }
      : {}
    this.#sayPatient({ kind: "dispatch.warn_hospital", patient, hospital, ...more })
  }
  handOver(patient: string, to: string): void {
    this.#sayPatient({ kind: "dispatch.hand_over", patient, to })
  }
  /** One lane: who is told of must be there first. */
  #sayPatient(command: SaidOfPatient): void {
    const said = { ...command, at: new Date(this.#now_ms()).toISOString() }
    this.send(said, "patients", ({ versions }) => {
      const answered = { command: said, version: versions[`patient:${said.patient}`] ?? 0 }
      const rows = this.#patientRows
      this.#toldPatients = [...this.#toldPatients.filter((each) => isAheadOfBoard(each, rows)), answered]
    })
  }

  // --- the scene ----------------------------------------------------------------------------------

  readonly scene = $derived(this.board.rows<SceneRow>("scenes").find((each) => each.case === this.unit?.case))
  /** Kept here, with the moment at which it was said, and sent when there is network. */
  tellScene(command: ReportScene | CountCasualties): "kept" {
    this.send({ ...command, at: new Date(this.#now_ms()).toISOString() }, "scene")
    return "kept"
  }

  // --- who is on board ----------------------------------------------------------------------------

  signOn(unit: string, crew: readonly CrewMember[]): void {
    const command = { kind: "dispatch.sign_on_crew", unit, crew: crew as SignOnCrew["crew"] } as const
    this.send(command, "crew", () => {
      this.layer = "none"
    })
  }
  signOff(): void {
    if (this.unit === undefined) return
    this.send({ kind: "dispatch.sign_off_crew", unit: this.unit.id }, "crew", () => {
      this.staying = false
      this.layer = "none"
    })
  }

  /** Sends in a lane of this unit: commands of one lane keep their order. */
  send(command: AnyCommand, lane: string, done?: (handled: HandledCommand) => void): void {
    this.problem = null
    const of = this.unit?.id ?? ""
    void commandOutbox.send(command, { lane: `${lane}:${of}` }).then((answer) => {
      if (answer.ok) done?.(answer.handled)
      else this.#refused(answer)
    })
  }
  #refused(answer: Answer): void {
    if (!answer.ok && answer.problem.code !== "withdrawn") this.problem = answer.problem
  }
}
