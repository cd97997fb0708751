/** What a crew sees and does: its own unit, the work it has, and presses that survive a lost connection. */

import { untrack } from "svelte"
import type { Option } from "../../hospitals/options.ts"
import { COLOURS, type Colour } from "../../hospitals/room.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import type {
  AgeBand,
  AnyCommand,
  AssignmentRow,
  CaseRow,
  Change,
  ClosureRow,
  CountCasualties,
  CrewMember,
  HospitalRow,
  MessageRow,
  OperationRow,
  Party,
  PatientRow,
  ReportScene,
  ReportStatus,
  SceneRow,
  ShownHospital,
  SignOnCrew,
  TaskRow,
  UnitStatus,
  UpdatePatient,
  WarnHospital,
} from "../../protocol/generated.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { Closing } from "../../roads/closing.svelte.ts"
import { link, useBoard } from "../../state/link.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Answer, Handled, Problem } from "../../state/outbox.ts"
import { newId, sending } from "../../state/sending.svelte.ts"
import { type Session, session } from "../../state/session.svelte.ts"
import { Choice } from "./choice.svelte.ts"
import type { Known } from "./choice.ts"
import { type Job, keep, keepList, kept, keptList, thread } from "./kept.ts"
import {
  isNews,
  type Row as PatientKept,
  type Kept as SaidOfPatient,
  shown,
  type Answered as ToldPatient,
} from "./patients.ts"
import { VehiclePosition } from "./position.svelte.ts"
import {
  type Answered,
  carries,
  holds,
  isEarlier,
  isOwn,
  momentOf,
  nextStep,
  otherSteps,
  pressesOf,
  standing,
  UNDO_MS,
} from "./presses.ts"
import { Way } from "./way.svelte.ts"

type Unit = Job["unit"]
/** A position older than this is not where the crew is in danger. */
const EMERGENCY_FIX_MS = 120_000

export class Crew {
  readonly board = useBoard("unit")
  readonly #me = session.current as Session
  readonly #kept = kept(localStorage, this.#me.person.id, Date.now())
  /** Which layer is open over the page. */
  layer = $state<
    "none" | "other" | "messages" | "call" | "crew" | "hospital" | "patients" | "report" | "count"
  >("none")
  /** The last refusal, and a word that is no refusal. */
  problem = $state.raw<Problem | null>(null)
  notice = $state<"late_press" | null>(null)
  #network = $state(navigator.onLine)
  #answered = $state.raw<Answered | null>(null)
  /** The work whose handover the server has, and the board does not show yet. */
  #handed = $state<string | null>(null)
  #toldPatients = $state.raw<readonly ToldPatient[]>([])
  /** Orders whose «Enterado» the server has, and the board does not show yet. */
  #known = $state.raw<readonly string[]>([])
  /** Who sits here works with the crew that is on board already. */
  staying = $state(false)
  #seen = $state.raw<readonly MessageRow[]>(this.#kept?.job.messages ?? [])

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
    shown(this.#patientRows, this.#toldPatients, sending.list, this.unit?.case ?? null),
  )
  readonly messages = $derived(
    thread(this.#seen, this.board.rows<MessageRow>("messages"), this.unit?.case ?? null, this.#me.person.id),
  )
  readonly unread = $derived(this.messages.filter((each) => this.isUnread(each)))

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

  readonly presses = $derived(this.unit ? pressesOf(sending.list, this.unit.id) : [])
  readonly standing = $derived(this.unit ? standing(this.unit, this.#answered, this.presses) : undefined)
  readonly carrying = $derived(carries(this.unit?.capabilities ?? []))
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
  readonly online = $derived(this.#network && link.state === "up")
  readonly waiting = $derived(sending.list.length)
  /** The crew's own alarm: kept here, with the server, heard by a person. */
  readonly alarm = $derived.by<"none" | "kept" | "sent" | "answered">(() => {
    const known = this.unit?.emergency
    if (known) return known.answered_at ? "answered" : "sent"
    return this.#sends("dispatch.emergency") ? "kept" : "none"
  })

  readonly position = new VehiclePosition(() => (this.joined ? this.unit?.id : undefined))
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new Closing(() => this.board.rows<ClosureRow>("closures"))
  #keptHospitals = keptList<Known[]>(localStorage, "hospital_rows") ?? []
  readonly hospitals = $derived<readonly Known[]>(
    this.board.ready ? this.board.rows<HospitalRow>("hospitals") : this.#keptHospitals,
  )
  readonly way: Way = new Way(this)
  readonly choice: Choice = new Choice(this)

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
    $effect(() => {
      // Thinned out as it is kept: a message that is not of this work must not make it move for ever.
      const seen = untrack(() => this.#seen)
      const all = thread(
        seen,
        this.board.rows<MessageRow>("messages"),
        this.unit?.case ?? null,
        this.#me.person.id,
      )
      if (all.length !== seen.length || all.some((each, nth) => each !== seen[nth])) this.#seen = all
    })
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
    const own = this.units.filter((unit) => isOwn(unit, this.#me))
    const desk = this.#me.desk?.toLowerCase()
    return own.find((unit) => unit.callsign.toLowerCase() === desk) ?? own[0]
  }
  #row<T>(table: string, noun: "case" | "task" | "assignment", id: string | null | undefined): T | undefined {
    if (id == null) return undefined
    if (this.board.ready) return this.board.row<T>(table, `${noun}:${id}`)
    return (this.#kept?.job[noun] ?? undefined) as T | undefined
  }
  #keep(): void {
    const { unit } = this
    if (!this.board.ready || unit === undefined) return
    const job: Job = {
      unit,
      case: this.case ?? null,
      task: this.task ?? null,
      assignment: this.assignment ?? null,
      patients: this.#patientRows.filter((each) => each.case === unit.case),
      messages: this.messages,
      air: this.air,
    }
    const behind_ms = now.sure ? now.exact_ms() - Date.now() : (this.#kept?.behind_ms ?? 0)
    keepList(localStorage, "hospital_rows", this.hospitals)
    keep(localStorage, { person: this.#me.person.id, at_ms: Date.now(), behind_ms, job })
  }
  /** When what is shown was last told, while the server has not spoken; null when it is live. */
  get told_ms(): number | null {
    return this.board.ready ? null : (this.#kept?.at_ms ?? null)
  }
  #now_ms(): number {
    return now.sure ? now.exact_ms() : Date.now() + (this.#kept?.behind_ms ?? 0)
  }
  #sends(kind: string): boolean {
    return sending.list.some(({ command }) => command.kind === kind)
  }

  get here(): Way["here"] {
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
  readonly colour = $derived.by<Colour | null>(() => {
    const own = this.patients.filter((each) => each.unit === this.unit?.id || this.patients.length === 1)
    return COLOURS.find((colour) => own.some((each) => each.triage === colour)) ?? null
  })
  /** Whom a hospital would be warned of: without anybody it hears nothing, and the crew is told so. */
  readonly brings = $derived(
    this.patients.filter((each) => each.unit === this.unit?.id && each.state !== "handed_over").length ||
      (this.patients.length === 1 && this.patients[0]?.unit == null ? 1 : 0),
  )

  /** It drives to this hospital, or to one that is only said; whom it has is announced there. */
  go(to: Option | null, words: string | null): void {
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
    for (const each of this.presses) sending.release(each.id)
    const at = momentOf(this.#now_ms(), unit.status_at, this.presses.at(-1)?.at ?? this.#answered?.at ?? null)
    const to = this.way.destination?.name ?? t("unit.hospital_some")
    this.problem = null
    const command = { kind: "dispatch.report_handover", unit: unit.id, to, at, assignment: id } as const
    void sending.send(command, { lane: `unit:${unit.id}`, hold_ms: UNDO_MS }).then((answer) => {
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
    for (const each of this.presses) sending.release(each.id) // the one before is meant: it goes now
    const at = momentOf(this.#now_ms(), unit.status_at, this.presses.at(-1)?.at ?? this.#answered?.at ?? null)
    const { id, assignment } = unit
    const hold = holds(status) ? { hold_ms: UNDO_MS } : {}
    this.problem = null
    this.notice = null
    const said = { kind: "dispatch.report_status", unit: id, status, at, assignment, destination } as const
    const command = { ...said, ...(more as Pick<ReportStatus, "hospital" | "shown">) }
    void sending.send(command, { lane: `unit:${id}`, ...hold }).then((answer) => {
      if (answer.ok) this.#answered = { status, at, version: answer.handled.versions[`unit:${id}`] ?? 0 }
      else this.#refused(answer)
    })
  }

  undo(): void {
    const last = this.presses.at(-1)
    if (last) sending.withdraw(last.id)
  }
  /** The page may be put away for good: what was pressed goes now. */
  release(): void {
    for (const each of this.presses) sending.release(each.id)
  }

  acknowledge(): void {
    const [order] = this.orders
    const { unit } = this
    if (order === undefined || unit === undefined) return
    const at = momentOf(this.#now_ms(), order.at, null)
    this.#send({ kind: "dispatch.acknowledge_order", unit: unit.id, change: order.id, at }, "orders", () => {
      this.#known = [...this.#known, order.id]
    })
  }
  /** What the crew has not acknowledged: of this job, then of an earlier one; oldest first, one at a time. */
  #pending(): readonly Change[] {
    const said = new Set([
      ...this.#known,
      ...sending.list.flatMap(({ command }) =>
        command.kind === "dispatch.acknowledge_order"
          ? [(command as unknown as { change: string }).change]
          : [],
      ),
    ])
    const left = (this.unit?.orders ?? []).filter((order) => !order.acknowledged && !said.has(order.id))
    return [...left.filter((each) => !this.isEarlier(each)), ...left.filter((each) => this.isEarlier(each))]
  }
  isEarlier(order: Change): boolean {
    return isEarlier(order, this.unit?.assigned_at ?? null, this.task?.changes ?? [])
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
    this.#send({ kind: "dispatch.emergency", unit: unit.id, point, at }, "emergency")
  }

  /** Back to the base: said at once, kept without network. */
  leaveStandBy(): void {
    if (this.unit) this.#send({ kind: "dispatch.leave_stand_by", unit: this.unit.id }, "stand_by")
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
    to: Option | null = null,
    colour: Colour | null = null,
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
    this.#send(said, "patients", ({ versions }) => {
      const answered = { command: said, version: versions[`patient:${said.patient}`] ?? 0 }
      const rows = this.#patientRows
      this.#toldPatients = [...this.#toldPatients.filter((each) => isNews(each, rows)), answered]
    })
  }

  // --- the scene ----------------------------------------------------------------------------------

  readonly scene = $derived(this.board.rows<SceneRow>("scenes").find((each) => each.case === this.unit?.case))
  /** Kept here, with the moment at which it was said, and sent when there is network. */
  tellScene(command: ReportScene | CountCasualties): undefined {
    this.#send({ ...command, at: new Date(this.#now_ms()).toISOString() }, "scene")
    return undefined
  }

  // --- who is on board ----------------------------------------------------------------------------

  signOn(unit: string, crew: readonly CrewMember[]): void {
    const command = { kind: "dispatch.sign_on_crew", unit, crew: crew as SignOnCrew["crew"] } as const
    this.#send(command, "crew", () => {
      this.layer = "none"
    })
  }
  signOff(): void {
    if (this.unit === undefined) return
    this.#send({ kind: "dispatch.sign_off_crew", unit: this.unit.id }, "crew", () => {
      this.staying = false
      this.layer = "none"
    })
  }

  // --- words --------------------------------------------------------------------------------------

  isMine(message: MessageRow): boolean {
    return message.by === this.#me.person.id
  }
  isUnread(message: MessageRow): boolean {
    return (
      !this.isMine(message) &&
      !message.read.some((reading) => reading.person === this.#me.person.id) &&
      !sending.list.some(
        ({ command }) => (command as unknown as { message?: string }).message === message.id,
      ) &&
      this.board.row("messages", `message:${message.id}`) !== undefined
    )
  }
  read(): void {
    for (const { id } of this.unread) this.#send({ kind: "followup.read_message", message: id }, id)
  }
  /** The centre that sent us, and the desk that has the case. */
  readonly parties = $derived<readonly { readonly name: "centre" | "operator"; readonly to: Party }[]>([
    ...(this.unit ? [{ name: "centre", to: { centre: this.unit.centre } } as const] : []),
    ...(this.case?.owner ? [{ name: "operator", to: { desk: this.case.owner } } as const] : []),
  ])
  say(words: string, to: Party): void {
    const of = this.unit?.case
    if (of == null) return
    this.#send({ kind: "followup.send_message", message: newId(), case: of, to: [to], words }, "messages")
  }

  #send(command: AnyCommand, lane: string, done?: (handled: Handled) => void): void {
    this.problem = null
    const of = this.unit?.id ?? ""
    void sending.send(command, { lane: `${lane}:${of}` }).then((answer) => {
      if (answer.ok) done?.(answer.handled)
      else this.#refused(answer)
    })
  }
  #refused(answer: Answer): void {
    if (!answer.ok && answer.problem.code !== "withdrawn") this.problem = answer.problem
  }
}
