/** What an operational centre sees and does. Everything shown is read from its boards; everything done is a command. */

import { Covering } from "../../coverage/coverage.svelte.ts"
import { Hospitals } from "../../hospitals/hospitals.svelte.ts"
import { Sharing as Distributing } from "../../hospitals/sharing.svelte.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import type { MapRoute } from "../../kit/map-shapes.ts"
import type {
  AnyCommand,
  AssignmentRow,
  CallRow,
  CaseRow,
  ClosureRow,
  Doubt,
  HospitalRow,
  MessageRow,
  OperationRow,
  Party,
  PatientRow,
  Point,
  RoomRow,
  SceneRow,
  Seen,
  SituationRow,
  StoryRow,
  TaskRow,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { Closing } from "../../roads/closing.svelte.ts"
import { api } from "../../state/api.ts"
import { directory } from "../../state/directory.svelte.ts"
import { useBoard, useBoardOf } from "../../state/link.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { newId, send } from "../../state/sending.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import { Line } from "../../voice/line.svelte.ts"
import { Talks } from "../../voice/talks.svelte.ts"
import type { Ask } from "./ask.ts"
import {
  aidsOf,
  alarmsOf,
  concerns,
  differing,
  houseMarks,
  inOrder,
  knowsNext,
  mine,
  pending,
  proposals,
  type Recommendation,
  type Sharing,
  takeable,
  type Voice,
} from "./model.ts"
import { ago } from "./words.ts"

type Way = readonly (readonly [number, number])[]

const ASK_AGAIN_MS = 10_000
const POSITIONS_MS = 5_000
const STALE_MS = 60_000
const ROUTES_MAX = 4
const isOver = ({ state }: PatientRow) => state === "handed_over" || state === "stayed"

export class Centre {
  readonly board = useBoard("centre")
  /** The task in hand. It is chosen by a person; the first is taken in hand when there is none. */
  current = $state<string | null>(null)
  /** What was in hand when Alt+V showed another task's change. */
  #before: string | null = null
  unitInTurn = $state<string | null>(null)
  patientInTurn = $state<string | null>(null)
  marked = $state.raw<readonly string[]>([])
  /** What is being reported of the case in hand. */
  reporting = $state<"report" | "count" | null>(null)
  /** The question that is open over the page. */
  ask = $state.raw<Ask | null>(null)
  #recommended = $state.raw<Recommendation | null>(null)
  #sharing = $state.raw<Sharing>({ shared: [], diversions: [] })
  /** Why there is no proposal: `late` while the last answer is older than the task. */
  recommendFailed = $state(false)
  recommendedAt = $state<number | null>(null)
  positions = $state.raw<readonly Seen[]>([])
  doubts = $state.raw<ReadonlyMap<string, Doubt>>(new Map())
  #routes = $state.raw<ReadonlyMap<string, Way>>(new Map())

  /** This desk's leg at the exchange. Without a microphone it cannot be asked into a call, and nothing else is worse. */
  readonly line = new Line()
  readonly desk = $derived(session.current?.desk ?? "")
  readonly talks = new Talks(
    () => this.board.rows<CallRow>("calls"),
    () => this.desk,
  )
  readonly centre = $derived(session.current?.centre ?? null)
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new Closing(() => this.board.rows<ClosureRow>("closures"))
  readonly hospitals = new Hospitals(() => this.board.rows<HospitalRow>("hospitals"))
  readonly radio = new Radio(this.board)
  readonly sharing = new Distributing({
    cases: () => this.board.rows<CaseRow>("cases"),
    scenes: () => this.board.rows<SceneRow>("scenes"),
  })
  readonly tasks = $derived(inOrder(this.board.rows<TaskRow>("tasks").filter(concerns)))
  readonly cases = $derived(new Map(this.board.rows<CaseRow>("cases").map((each) => [each.id, each])))
  readonly units = $derived(
    [...this.board.rows<UnitRow>("units")].sort((a, b) => a.callsign.localeCompare(b.callsign)),
  )
  /** More calls than hands at the 112 room, of the mode we work in. */
  readonly surge = $derived(
    this.board.rows<RoomRow>("rooms").find((each) => each.mode === session.current?.mode)?.surge,
  )
  readonly covering = new Covering(
    () => this.units,
    () => this.roads.standing,
  )
  readonly unitOf = $derived(new Map(this.units.map((unit) => [unit.id, unit])))
  readonly assignments = $derived(
    this.board.rows<AssignmentRow>("assignments").filter((each) => this.unitOf.has(each.unit)),
  )
  readonly watches = $derived.by(() => {
    const units = new Set(this.unitOf.keys())
    return this.board.rows<WatchRow>("watches").filter((watch) => mine(watch, this.centre, units))
  })
  readonly alarms = $derived(alarmsOf(this.watches))
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
      handed ? `${t("dispatch.step.handed_over")} ${ago(handed)}` : t("centre.at_the_door"),
    ]
      .filter(Boolean)
      .join(" · ")
  }
  readonly task = $derived(this.tasks.find((task) => task.id === this.current))
  /** Where the task in hand speaks by radio, and its joint command. */
  readonly groups = $derived(this.radio.groups(this.task?.case, this.task?.id))
  readonly case = $derived(this.task && this.cases.get(this.task.case))
  readonly change = $derived(this.task && pending(this.task.changes))
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
  /** What was reported of the case in hand. */
  readonly scene = $derived(this.board.rows<SceneRow>("scenes").find((each) => each.case === this.task?.case))
  /** Plans that stand in a phase, of the mode we work in. */
  readonly plans = $derived(
    this.board
      .rows<SituationRow>("situations")
      .filter((each) => each.standing !== null && each.mode === (session.current?.mode ?? "real")),
  )
  readonly story = useBoardOf("case", () => (this.task ? { case: this.task.case } : null))
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
  readonly call = $derived(
    (this.story.board?.rows<CallRow>("calls") ?? [])
      .filter((call) => call.case === this.task?.case)
      .sort((a, b) => a.rang_at.localeCompare(b.rang_at))[0],
  )
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
        message.by !== this.#me &&
        !message.read.some((each) => each.person === this.#me),
    ),
  )
  readonly #me = $derived(session.current?.person.id)
  readonly knows = $derived(
    knowsNext({
      units: this.units,
      task: this.task,
      tasks: this.tasks,
      alarms: this.alarms,
      unread: this.unread,
    }),
  )
  readonly recommended = $derived(this.#recommended?.task === this.task?.id ? this.#recommended : null)
  readonly candidates = $derived(proposals(this.recommended?.needs ?? [], "candidates"))
  readonly aside = $derived(
    proposals(this.recommended?.needs ?? [], "aside").filter(
      (each) => !this.candidates.some((other) => other.unit === each.unit),
    ),
  )
  /** Where looking at all cases together says something else than this one alone. */
  readonly shared = $derived(differing(this.task?.id, this.#sharing.shared))
  /** A run to something milder that could come here much sooner. */
  readonly diversion = $derived(this.#sharing.diversions.find((each) => each.task === this.task?.id))
  /** Neighbours that were asked for a part of the task in hand. */
  readonly aids = $derived(aidsOf(this.task, this.others))
  readonly #aided = $derived(this.aids.map((aid) => aid.state).join())
  readonly neighbours = $derived(this.recommended?.neighbours ?? [])
  /** What no free unit can do, and nobody that already goes does. */
  readonly missing = $derived(this.recommended?.missing ?? [])
  readonly seen = $derived(new Map(this.positions.map((each) => [each.unit, each])))
  /** Units whose way is drawn: those that go, and those that are marked to go. */
  readonly going = $derived(
    this.units.filter((unit) => this.marked.includes(unit.id) || (unit.task && unit.task === this.task?.id)),
  )
  readonly routes = $derived<readonly MapRoute[]>(
    this.going.flatMap((unit) => {
      const line = this.#routes.get(unit.id)
      return line ? [{ id: unit.id, label: t("map.route", { callsign: unit.callsign }), line }] : []
    }),
  )

  constructor() {
    this.#holdTask()
    this.#keepRecommending()
    this.#keepLooking()
    this.#keepRoutes()
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

  /** Asked again when the task or its units change, and now and then, because units move. */
  #keepRecommending(): void {
    let proposedFor = ""
    let byHouse = ""
    $effect(() => {
      const task = this.task
      if (task === undefined) return
      void [task.id, task.state, task.units, task.capabilities.length, task.assignments.length, task.place]
      void this.#aided
      void this.roads.standing
      let gone = false
      const ask = async () => {
        const [found, together] = await Promise.all([
          api<Recommendation>("GET", `/api/dispatch/recommend?task=${task.id}`),
          this.centre && !takeable(task) ? api<Sharing>("GET", "/api/dispatch/sharing") : null,
        ])
        if (gone) return
        this.#sharing = together?.ok ? together.value : { shared: [], diversions: [] }
        this.recommendFailed = !found.ok
        if (!found.ok) return
        this.#recommended = found.value
        this.recommendedAt = now.ms
        // The house marks once, and once more when the task was accepted and is looked at with the others; after that, and
        // as soon as a person has marked, the marks are theirs.
        const about = `${task.id} ${takeable(task)}`
        const theirs = proposedFor.startsWith(task.id) && this.marked.join() !== byHouse
        if (proposedFor === about || theirs) return
        proposedFor = about
        this.marked =
          task.assignments.length > 0 ? [] : houseMarks(task.id, found.value.needs, this.#sharing.shared)
        byHouse = this.marked.join()
      }
      void ask()
      const again = setInterval(ask, ASK_AGAIN_MS)
      return () => {
        gone = true
        clearInterval(again)
      }
    })
    let markedFor: string | undefined
    $effect(() => {
      const task = this.task?.id
      if (markedFor !== undefined && markedFor !== task) this.marked = []
      markedFor = task
    })
  }

  #keepLooking(): void {
    $effect(() => {
      let gone = false
      const look = async () => {
        const [found, doubts] = await Promise.all([
          api<readonly Seen[]>("GET", "/api/dispatch/positions"),
          api<readonly Doubt[]>("GET", "/api/dispatch/doubts"),
        ])
        if (gone) return
        if (found.ok) this.positions = found.value
        if (doubts.ok) this.doubts = new Map(doubts.value.map((each) => [each.unit, each]))
      }
      void look()
      const again = setInterval(look, POSITIONS_MS)
      return () => {
        gone = true
        clearInterval(again)
      }
    })
  }

  /** A way is asked for once from where a unit stands; it is asked for anew when it has moved a street further,
   *  or when another road is closed or open. */
  #keepRoutes(): void {
    const asked = new Map<string, string>()
    $effect(() => {
      const place = this.task?.place ?? this.case?.location?.point
      if (!place) return
      for (const unit of this.going.slice(0, ROUTES_MAX)) {
        const from = this.seen.get(unit.id)?.point ?? unit.home
        const key = `${from.lat.toFixed(3)},${from.lon.toFixed(3)} ${place.lat},${place.lon} ${this.roads.standing}`
        if (asked.get(unit.id) === key) continue
        asked.set(unit.id, key)
        void this.#route(unit.id, from, place)
      }
    })
  }
  async #route(unit: string, from: Point, to: Point): Promise<void> {
    const found = await api<{ line: readonly Point[] }>(
      "GET",
      `/api/geo/route?from=${from.lat},${from.lon}&to=${to.lat},${to.lon}`,
    )
    if (!found.ok) return
    const line = found.value.line.map((point) => [point.lon, point.lat] as const)
    this.#routes = new Map([...this.#routes, [unit, line]])
  }

  stale(unit: string): boolean {
    const seen = this.seen.get(unit)
    return seen === undefined || now.ms - Date.parse(seen.at) > STALE_MS
  }
  mark(unit: string): void {
    this.marked = this.marked.includes(unit)
      ? this.marked.filter((each) => each !== unit)
      : [...this.marked, unit]
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
    return send(command, lane === undefined ? {} : { lane })
  }
  #ofTask(command: AnyCommand): Promise<Answer> | undefined {
    return this.task && this.send(command, `task:${this.task.id}`)
  }
  accept(): Promise<Answer> | undefined {
    return this.task && this.#ofTask({ kind: "dispatch.accept_task", task: this.task.id })
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
      this.marked.map(async (unit) => {
        const candidate = this.candidates.find((each) => each.unit === unit)
        const together = this.shared.find((each) => each.unit === unit)
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
    this.marked = refused
    return answers.find((answer) => !answer.ok) ?? answers[0]
  }
  acknowledge(): Promise<Answer> | undefined {
    const next = this.knows
    switch (next?.kind) {
      case "emergency":
        return this.send({ kind: "dispatch.answer_emergency", unit: next.unit.id })
      case "change":
        return this.send({ kind: "dispatch.acknowledge_change", task: next.task.id, change: next.change.id })
      case "look":
        this.#before = this.current
        this.current = next.task.id
        return undefined
      case "watch":
        return this.send({ kind: "followup.answer_watch", watch: next.watch.id })
      case "message":
        return this.send({ kind: "followup.read_message", message: next.message.id })
      default:
        return undefined
    }
  }
  /** A status said by voice; 9 is the crew's emergency, and no status. */
  say(unit: UnitRow, what: Voice): Promise<Answer> {
    if (what === "emergency") return this.send({ kind: "dispatch.emergency", unit: unit.id })
    if (what === "handed_over") {
      const work = this.assignments.find((each) => each.id === unit.assignment)
      const to = work?.destination ?? t("unit.hospital_some")
      return this.send({ kind: "dispatch.report_handover", unit: unit.id, to }, `unit:${unit.id}`)
    }
    return this.send(
      { kind: "dispatch.enter_status", unit: unit.id, status: what, said_by: unit.callsign },
      `unit:${unit.id}`,
    )
  }
  /** Who can be written to about the case in hand: its operator, its crews, the other centres. */
  readonly parties = $derived.by<
    readonly { readonly key: string; readonly party: Party; readonly name: string }[]
  >(() => {
    const { task, case: it } = this
    if (!task) return []
    return [
      ...(it?.owner
        ? [{ key: `desk:${it.owner}`, party: { desk: it.owner }, name: directory.deskName(it.owner) }]
        : []),
      ...this.units
        .filter((unit) => unit.task === task.id)
        .map((unit) => ({ key: `unit:${unit.id}`, party: { unit: unit.id }, name: unit.callsign })),
      ...this.others.map((other) => ({
        key: `centre:${other.centre}`,
        party: { centre: other.centre },
        name: directory.centreName(other.centre),
      })),
    ]
  })
  write(words: string, to: Party): Promise<Answer> | undefined {
    return (
      this.task &&
      this.send(
        { kind: "followup.send_message", message: newId(), case: this.task.case, to: [to], words },
        `messages:${this.task.case}`,
      )
    )
  }
  readonly offered = $derived(this.tasks.filter(takeable))
}
