/** What the supervisor sees and does. Everything shown is read from the board; everything done is a command. */

import { CoverageView } from "../../coverage/coverage.svelte.ts"
import type { LocalizedText } from "../../engine/content.ts"
import { Grants } from "../../grants/grants.svelte.ts"
import { ShiftHandovers } from "../../handover/shift-handover.svelte.ts"
import { CasualtyDistribution } from "../../hospitals/casualty-distribution.svelte.ts"
import { Hospitals } from "../../hospitals/hospitals.svelte.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { parseInstant } from "../../kit/deadline.ts"
import { focusRegion } from "../../kit/focus.ts"
import type { HelplineCatalog } from "../../notices/notices.ts"
import type {
  AnyCommand,
  AssignmentRow,
  CallDisposition,
  CallRow,
  CaseRow,
  ClosureRow,
  DeskRow,
  GrantRow,
  HandoverRow,
  HospitalRow,
  ImplausibleFix,
  OpenItem,
  OperationRow,
  PeopleOnCall,
  RejectedDevice,
  RoomRow,
  SceneRow,
  TaskRow,
  UnitLocation,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { Radio } from "../../radio/radio.svelte.ts"
import { AccessList } from "../../reserved-access/reserved-access.svelte.ts"
import { RoadClosures } from "../../road-closures/road-closures.svelte.ts"
import { router } from "../../shell/router.svelte.ts"
import { api } from "../../state/api.ts"
import { mayAnswerWatch } from "../../state/authority.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { peopleOnCall } from "../../state/people-on-call.ts"
import { useBoard } from "../../state/server-link.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import { OtherCalls } from "../../voice/other-calls.svelte.ts"
import { PhoneLine } from "../../voice/phone-line.svelte.ts"
import { type AttentionAction, type AttentionItem, attentionItems } from "./attention.ts"
import { roomFigures } from "./figures.ts"
import { forbiddenReason } from "./forbidden.ts"
import { everyReason } from "./one-row.ts"
import { Plans } from "./plans.svelte.ts"
import { isUnanswered, isWaiting, type RoomBoard, RoomIndex } from "./room-board.ts"
import { roomNotifications } from "./room-notifications.ts"
import { SeatedPeople } from "./seated.svelte.ts"
import type { SurgeContent } from "./surge-proposal.ts"
import { workItems } from "./work-items.ts"

interface Place {
  readonly id: string
  readonly name: string
  readonly phone?: string | null
}
interface Agency extends Place {
  readonly service: string
  readonly has_console?: boolean
}
interface Centre extends Place {
  readonly agency: string
}
interface Chair extends Place {
  readonly centre?: string | null
}
export interface Directory {
  readonly agencies: readonly Agency[]
  readonly centres: readonly Centre[]
  readonly desks: readonly Chair[]
}
interface TestCallsSince {
  readonly count: number
  readonly test_calls: readonly { readonly at: string; readonly line: string; readonly code: number }[]
}
interface Content extends SurgeContent {
  readonly catalog?: HelplineCatalog
  readonly types: Readonly<
    Record<string, { readonly name: LocalizedText; readonly protocol?: string | null }>
  >
  readonly protocols: Readonly<
    Record<string, { readonly status: string; readonly surge?: boolean; readonly title: LocalizedText }>
  >
}
/** What is asked before an act can be done. */
export type RoomLayer =
  | "offer"
  | "call_back"
  | "crew_safe"
  | "what_it_was"
  | "duty_officer"
  | "phone"
  | "notice"
  | "surge"
  | "news"
  | "plan_declare"
  | "plan_dismiss"
  | "plan_end"
  | "plan_told"

const SPOKEN = new Set(["voice", "ecall"])
const HEARD = new Set(["answered", "held", "consulting"])
const LOOK_AGAIN_MS = 5_000
const NOBODY: Directory = { agencies: [], centres: [], desks: [] }

export class RoomModel {
  readonly board = useBoard("room")
  readonly operations = $derived(this.board.rows<OperationRow>("operations"))
  readonly roads = new RoadClosures(() => this.board.rows<ClosureRow>("closures"))
  readonly hospitals = new Hospitals(() => this.board.rows<HospitalRow>("hospitals"))
  readonly sharing = new CasualtyDistribution({
    cases: () => this.board.rows<CaseRow>("cases"),
    scenes: () => this.board.rows<SceneRow>("scenes"),
  })
  readonly covering = new CoverageView(
    () => this.picture.units,
    () => this.roads.standing,
  )
  readonly radio = new Radio(this.board)
  /** This desk's leg at the exchange: to listen, to whisper, to join. */
  readonly line = new PhoneLine()
  readonly desk = $derived(session.current?.desk ?? "")
  readonly talks = new OtherCalls(
    () => this.picture.calls,
    () => this.desk,
  )
  directory = $state.raw<Directory>(NOBODY)
  /** Undefined until it has been asked for. */
  dutyOfficers = $state.raw<PeopleOnCall["contacts"] | undefined>(undefined)
  positions = $state.raw<readonly UnitLocation[]>([])
  /** Units whose newest position nobody believes, and who tried to say one and may not. */
  doubts = $state.raw<readonly ImplausibleFix[]>([])
  knocking = $state.raw<readonly RejectedDevice[]>([])
  /** Names of incident types, in force; without them the code is shown. */
  types = $state.raw<Readonly<Record<string, LocalizedText>>>({})
  /** Names of capabilities, and who takes what is passed on, the same way. */
  catalog = $state.raw<HelplineCatalog>({ capabilities: {} })
  readonly capabilities = $derived(this.catalog.capabilities)
  /** Which protocols are for a surge. */
  surges = $state.raw<SurgeContent>({ types: {}, protocols: {} })
  /** Some of the content in force is not approved for live use. */
  draft = $state(false)
  /** When the positions on the map were asked for. */
  positionsAt = $state<number | null>(null)
  /** Calls that were sent elsewhere in the last hour: on no board, and thousands in a surge. */
  diverted = $state(0)
  /** Test calls of the last day that the exchange answered: on no board, for nobody has to do anything about them. */
  carrierTests = $state.raw<TestCallsSince>({ count: 0, test_calls: [] })
  /** No network is trusted to state who calls: every number is as said (decision 0245). */
  numbersSaid = $state(false)
  layer = $state<RoomLayer | null>(null)
  /** The need that an open layer asks about: the list may settle behind it. */
  asked = $state.raw<AttentionItem | null>(null)
  /** The row in turn of «Me necesita», of «Activaciones y plazos», and the desk in turn. */
  needId = $state<string | null>(null)
  workId = $state<string | null>(null)
  deskId = $state<string | null>(null)
  region = $state<2 | 4 | 6>(2)
  readonly plans = new Plans(this.board)
  /** What passes with the room, in words: the page says it. */
  handoverItems: () => readonly OpenItem[] = () => []
  readonly handover = new ShiftHandovers({
    rows: () => this.picture.handovers,
    desks: () => this.picture.desks,
    deskName: (desk) => this.chair(desk),
    items: () => this.handoverItems(),
    take: (subject) =>
      subject.startsWith("case:") ? this.takeCase(subject.slice("case:".length)) : undefined,
  })
  readonly seated = new SeatedPeople()
  /** Roles that wait for a second person. */
  readonly grants = new Grants(() => this.board.rows<GrantRow>("grants"))
  /** To whom the reserved case of the row in turn is open. */
  readonly naming = new AccessList(
    () => this.index.case.get(this.caseInTurn ?? ""),
    () => this.picture.cases,
  )

  /** Who on call is told of the case of the row in turn. */
  readonly notifications = roomNotifications(this)
  readonly picture = $derived<RoomBoard>({
    calls: this.board.rows<CallRow>("calls"),
    // A centre's desk with a line, and our own, stand apart: they are no chairs of the room while nobody works there.
    desks: this.board
      .rows<DeskRow>("desks")
      .filter((desk) => desk.stand !== "off" || (desk.joined !== null && desk.id !== this.desk)),
    cases: this.board.rows<CaseRow>("cases"),
    tasks: this.board.rows<TaskRow>("tasks"),
    units: this.board.rows<UnitRow>("units"),
    assignments: this.board.rows<AssignmentRow>("assignments"),
    watches: this.board.rows<WatchRow>("watches"),
    handovers: this.board.rows<HandoverRow>("handovers"),
  })
  readonly index = $derived(new RoomIndex(this.picture))
  readonly needs = $derived(
    attentionItems(this.picture, session.current?.desk ?? null, (desk) => this.seated.at(desk) !== undefined),
  )
  readonly work = $derived(workItems(this.picture))
  readonly figures = $derived(roomFigures(this.picture, now.ms, this.diverted))
  readonly waiting = $derived(this.picture.calls.filter(isWaiting))
  readonly unanswered = $derived(this.picture.calls.filter(isUnanswered))
  /** Nothing, once the row in turn has left: Enter pressed again never does to the next row what was meant for this one. */
  readonly need = $derived(
    this.needId === null ? this.needs[0] : this.needs.find((each) => each.id === this.needId),
  )
  readonly alarm = $derived(
    everyReason(this.needs).find((each) => each.unheard && each.rank !== "rest" && isDue(each, now.ms)),
  )
  /** The voice that is heard at the desk in turn. */
  readonly spoken = $derived.by(() => {
    const desk = this.deskId === null ? undefined : this.index.desk.get(this.deskId)
    const call = this.index.call.get(desk?.joined ?? desk?.call ?? "")
    return call && SPOKEN.has(call.channel) && HEARD.has(call.state) ? call : undefined
  })
  readonly listened = $derived.by(() => {
    const call = this.talks.heard
    const way = call?.listeners.find((each) => each.desk === this.desk)?.way
    return call && way && { id: call.id, way, desk: call.desk }
  })
  /** What holds for the whole room of the mode we work in. */
  readonly state = $derived(
    this.board.rows<RoomRow>("rooms").find((each) => each.mode === (session.current?.mode ?? "real")),
  )
  /** The word that most chairs begin with, «Puesto»: their region says it already, so each is called by its number. */
  readonly #chairWord = $derived.by(() => {
    const words = Map.groupBy(this.chairs, (chair) => /^(\D+)\d+$/.exec(chair.name)?.[1] ?? "")
    const [word, chairs] = [...words].reduce(
      (most, each) => (each[1].length > most[1].length ? each : most),
      ["", []],
    )
    return chairs.length > 2 ? word : ""
  })
  /** A chair as it is written in a tile: what every tile would repeat, and what tells it from the others. */
  tileName(chair: { readonly name: string }): { readonly word: string; readonly own: string } {
    const word = this.#chairWord !== "" && chair.name.startsWith(this.#chairWord) ? this.#chairWord : ""
    return { word, own: chair.name.slice(word.length) }
  }
  /** Desks that answer calls: all but those of a centre and the one we sit at, and whoever sits elsewhere and answers. */
  readonly chairs = $derived.by(() => {
    const mine = session.current?.desk
    const named = this.directory.desks.filter(
      (desk) => !desk.centre && (desk.id !== mine || this.index.desk.has(desk.id)),
    )
    const known = new Set(named.map((desk) => desk.id))
    const others = this.picture.desks
      .filter((desk) => !known.has(desk.id))
      .map((desk) => ({ id: desk.id, name: this.chair(desk.id) }))
    return [...named, ...others].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  })

  constructor() {
    $effect(() => {
      if (this.desk === "") return
      this.line.open()
      return () => this.line.close()
    })
    $effect(() => {
      let gone = false
      const elsewhere = async () => {
        const sent = await api<{ readonly count: number }>("GET", "/api/calls/refused")
        if (sent.ok && !gone) this.diverted = sent.value.count
        const tried = await api<TestCallsSince>("GET", "/api/calls/tests")
        if (tried.ok && !gone) this.carrierTests = tried.value
      }
      const look = async () => {
        void elsewhere()
        const [seen, doubts, knocking] = await Promise.all([
          api<readonly UnitLocation[]>("GET", "/api/dispatch/positions"),
          api<readonly ImplausibleFix[]>("GET", "/api/dispatch/doubts"),
          api<readonly RejectedDevice[]>("GET", "/api/dispatch/knocking"),
        ])
        if (gone) return
        if (doubts.ok) this.doubts = doubts.value
        if (knocking.ok) this.knocking = knocking.value
        if (!seen.ok) return
        this.positions = seen.value
        this.positionsAt = now.exact_ms()
      }
      void api<Content>("GET", "/api/content", { timeout_ms: 30_000, kept: true }).then((found) => {
        if (!found.ok || gone) return
        this.catalog = found.value.catalog ?? { capabilities: {} }
        this.draft = Object.values(found.value.protocols).some((each) => each.status !== "approved")
        this.surges = found.value
        this.types = Object.fromEntries(
          Object.entries(found.value.types).map(([code, type]) => [code, type.name]),
        )
      })
      void api<{ readonly asserted: boolean }>("GET", "/api/calls/numbers").then((found) => {
        if (found.ok && !gone) this.numbersSaid = !found.value.asserted
      })
      void api<Directory>("GET", "/api/directory").then((found) => {
        if (found.ok && !gone) this.directory = found.value
      })
      void look()
      const again = setInterval(look, LOOK_AGAIN_MS)
      return () => {
        gone = true
        clearInterval(again)
      }
    })
  }

  listen(): Promise<Answer> | undefined {
    const call = this.spoken
    if (call === undefined) return undefined
    return this.talks.listen(call)
  }
  agency(id: string): Agency | undefined {
    return this.directory.agencies.find((each) => each.id === id)
  }
  centre(id: string): Centre | undefined {
    return this.directory.centres.find((each) => each.id === id)
  }
  chair(id: string | null | undefined): string {
    return this.directory.desks.find((each) => each.id === id)?.name ?? id ?? ""
  }

  /** The case that the row or desk in turn is about. */
  readonly caseInTurn = $derived.by(() => {
    if (this.region === 6) return this.workInTurn?.case ?? null
    if (this.region === 4) {
      const call = this.index.desk.get(this.deskId ?? "")?.call
      return (call && this.index.call.get(call)?.case) ?? null
    }
    return this.need?.case ?? null
  })
  readonly workInTurn = $derived(
    this.workId === null ? this.work[0] : this.work.find((each) => each.id === this.workId),
  )
  /** What «Enterado» would answer: the row in turn when it can be, else the highest alarm. */
  readonly answerable = $derived.by<{ watch?: string; unit?: string } | null>(() => {
    const row = this.region === 6 ? this.workInTurn?.answers : undefined
    if (row && row.state !== "answered" && this.#answers(row)) return { watch: row.id }
    for (const need of [this.region === 2 ? this.need : undefined, this.alarm]) {
      if (need?.act === "hear_emergency" && need.unit && this.#barred(need) === null)
        return { unit: need.unit }
      const watch = this.picture.watches.find((each) => each.id === need?.watch)
      if (watch && this.#answers(watch)) return { watch: watch.id }
    }
    return null
  })
  #answers(watch: WatchRow): boolean {
    return mayAnswerWatch(session.current, watch) && !this.index.case.get(watch.case ?? "")?.hidden
  }
  /** Why the one thing written on a row is not for the person here to do; null when it is. */
  #barred(need: AttentionItem): MessageKey | null {
    const watch = this.picture.watches.find((each) => each.id === need.watch)
    return forbiddenReason(need, session.current, {
      watch,
      unit: this.index.unit.get(need.unit ?? ""),
      hidden: this.index.case.get(need.case ?? "")?.hidden === true,
    })
  }
  barred(need: AttentionItem | undefined): MessageKey | null {
    return need === undefined ? null : this.#barred(need)
  }
  /** The case of the row in turn is reserved and not open to the person here. */
  readonly shutInTurn = $derived(this.index.case.get(this.caseInTurn ?? "")?.hidden === true)

  // --- what a supervisor does -----------------------------------------------------------------------
  #send(command: AnyCommand): Promise<Answer> {
    return sendCommand(command)
  }
  acknowledge(): Promise<Answer> | undefined {
    const what = this.answerable
    if (what?.unit) return this.#send({ kind: "dispatch.answer_emergency", unit: what.unit })
    return what?.watch ? this.#send({ kind: "followup.answer_watch", watch: what.watch }) : undefined
  }
  enter(): void {
    if (this.caseInTurn) router.go(`/case/${this.caseInTurn}`)
  }

  /** Nobody's hand is in the lists any more: a row that has left gives up its turn. */
  settle(): void {
    if (this.need === undefined) this.needId = null
    if (this.workInTurn === undefined) this.workId = null
  }

  /** The one thing written on the row in turn. */
  act(): Promise<Answer | undefined> | undefined {
    const need = this.need
    return need && this.#acts[need.act](need)
  }
  #acts: {
    readonly [act in AttentionAction]: (need: AttentionItem) => Promise<Answer | undefined> | undefined
  } = {
    hear_emergency: ({ unit }) =>
      unit ? this.#send({ kind: "dispatch.answer_emergency", unit }) : undefined,
    crew_safe: () => this.#ask("crew_safe"),
    offer: () => this.#ask("offer"),
    call_back: () => this.#ask("call_back"),
    say_what_it_was: () => this.#ask("what_it_was"),
    tell_duty_officer: (need) => this.#askDutyOfficer(need),
    take_case: (need) => this.takeCase(need.case),
    answer_call: async ({ call }) => {
      if (call === null) return undefined
      const answer = await this.#send({ kind: "calls.answer", call })
      if (answer.ok) router.go("/desk")
      return answer
    },
    acknowledge: ({ watch }) => (watch ? this.answerWatch(watch) : undefined),
    plan: () => {
      focusRegion(8)
      return undefined
    },
    radio: () => {
      this.radio.show()
      return undefined
    },
    phone: () => this.#ask("phone"),
    tell_notice: () => this.#ask("notice"),
    notify: ({ watch }) =>
      this.plans.turnTo(watch, this.picture.watches) ? this.#ask("plan_told") : this.notifications.show(),
  }
  #ask(layer: RoomLayer): undefined {
    this.ask(layer)
    return undefined
  }
  ask(layer: RoomLayer): void {
    this.asked = this.need ?? null
    this.layer = layer
  }

  takeCase(id: string | null): Promise<Answer> | undefined {
    return id === null ? undefined : this.#send({ kind: "cases.take_over", case: id })
  }
  /** Asks another centre for what a task asks; the task that nobody took ends its alarm by it. */
  offer(task: TaskRow, centre: Centre): Promise<Answer> {
    const agency = this.agency(centre.agency)
    return this.#send({
      kind: "dispatch.offer_task",
      task: newId(),
      case: task.case,
      mode: task.mode,
      centre: centre.id,
      agency: centre.agency,
      service: agency?.service ?? task.service,
      capabilities: task.capabilities,
      priority: task.priority,
      place: task.place,
      by_telephone: agency?.has_console === false,
      ...(task.unowned ? { instead_of: task.id } : {}),
    })
  }
  tell(task: TaskRow, to: string, read_back: string): Promise<Answer> {
    return this.#send({ kind: "dispatch.tell_task", task: task.id, to, read_back })
  }
  callBack(call: string, reached: boolean): Promise<Answer> {
    return this.#send({ kind: "calls.try_call_back", call, reached })
  }
  /** Whoever answers outside the room: asked for each time, because they change with the hour. Of the centre that the alarm concerns first. */
  #askDutyOfficer(need: AttentionItem): undefined {
    this.dutyOfficers = undefined
    const watch = this.picture.watches.find((each) => each.id === need.watch)
    const centre =
      watch?.to.find((party) => party.centre)?.centre ?? this.index.task.get(need.task ?? "")?.centre
    void peopleOnCall("duty_officer", centre).then((found) => {
      this.dutyOfficers = found
    })
    return this.#ask("duty_officer")
  }
  answerWatch(watch: string): Promise<Answer> {
    return this.#send({ kind: "followup.answer_watch", watch })
  }
  tellDutyOfficer(watch: string, reached: boolean): Promise<Answer> {
    return this.#send({ kind: "followup.tell_duty_officer", watch, reached })
  }
  dispose(call: string, disposition: CallDisposition): Promise<Answer> {
    return this.#send({ kind: "calls.dispose", call, disposition })
  }
  crewSafe(unit: string, words: string): Promise<Answer> {
    return this.#send({ kind: "dispatch.answer_emergency", unit, over: true, words })
  }
  declareSurge(reason: string): Promise<Answer> {
    return this.#send({ kind: "followup.declare_surge", reason })
  }
  endSurge(): Promise<Answer> {
    return this.#send({ kind: "followup.end_surge" })
  }
  postNews(words: string): Promise<Answer> {
    return this.#send({ kind: "followup.post_news", news: newId(), words })
  }
  withdrawNews(news: string): Promise<Answer> {
    return this.#send({ kind: "followup.withdraw_news", news })
  }
}

function isDue(need: AttentionItem, now_ms: number): boolean {
  const since = parseInstant(need.since)
  return need.red_s !== null && since !== null && now_ms >= since + need.red_s * 1000
}
