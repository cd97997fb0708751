/** What the desk does: every act is a command. What the boards say and what is open on the page is its view model (desk-view-model.svelte.ts). */

import type {
  AnyCommand,
  CallRow,
  CaseEnding,
  CountCasualties,
  FollowupParty,
  Location,
  ReportScene,
  WindFrom,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { type AskableCentre, type CentreContact, directory } from "../../state/directory.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"
import { CardTurns } from "./card-turns.svelte.ts"
import type { CaseText } from "./case-texts.ts"
import { offerTo, type Wanted } from "./centre-choice.ts"
import { activeContent } from "./content.svelte.ts"
import { deskHandover } from "./desk-handover.ts"
import { DeskViewModel, HAS_CALLER_STATES } from "./desk-view-model.svelte.ts"
import { previousCaseOf } from "./duplicate-cases.ts"
import { HazmatEntry } from "./hazmat-entry.svelte.ts"
import { begunWith } from "./interview-runs.ts"
import { Playback } from "./playback.svelte.ts"
import { playbackRefusal, recordingFor } from "./recordings.ts"
import { WrittenGuidance } from "./written.svelte.ts"

/** The short interview of a call about what is known already. */
const REPEAT = "gen-reiterada"

/** The case in hand is reserved and not open to the person here: nothing is written, and no second case begins. */
const SHUT: Answer = { ok: false, problem: { code: "case_reserved", status: 403, facts: {} } }
const REFUSED_NOTHING: Answer = { ok: true, handled: { command: "", versions: {}, facts: {} } }
export class Desk {
  /** What its boards say, and what is open on its page. */
  readonly view = new DeskViewModel()
  readonly goods = new HazmatEntry()
  readonly guidance = new WrittenGuidance(this.view)
  readonly turns = new CardTurns(this)
  readonly playback = new Playback(this.view.line)
  readonly handover = deskHandover(this.view)
  /** Whether anybody would hear what is played here, or why not. */
  readonly audible = $derived(
    playbackRefusal({ call: this.view.call, spoken: this.view.spoken, line: this.view.line.state }),
  )
  /** The recording of the step on screen, for this caller. */
  readonly recording = $derived.by(() => {
    const it = this.view.dictation
    const step = activeContent.card(it?.card, it?.digest)?.steps.find((each) => each.id === it?.current)
    return it && step && recordingFor(this.playback.of(it.digest), step.id, step.say, this.view.language)
  })
  /** With what the interview has heard of the plate, if nobody has put one down yet. */
  openGoods(): void {
    const lookups = this.view.interviews.flatMap((each) => each.interview?.protocol.lookups ?? [])
    const heard = (id: string): string => {
      const key = lookups.find((each) => each.id === id)?.key
      return key && !this.view.case?.goods.length ? (this.view.callerAnswers[key] ?? "") : ""
    }
    this.goods.begin({ top: heard("top"), bottom: heard("un") })
  }
  /** What the fields say becomes a fact of the case; without a case it opens one. */
  async stateGoods(): Promise<Answer> {
    const { said, spill, told_by, replaces } = this.goods
    const { id, answer } = await this.#inCase({})
    if (!answer.ok) return answer
    return this.#send({
      kind: "cases.state_goods",
      case: id,
      goods: newId(),
      ...said,
      spill,
      told_by,
      ...(replaces ? { replaces: replaces.id } : {}),
    })
  }
  async sayWind(blows_from: WindFrom): Promise<Answer> {
    const { id, answer } = await this.#inCase({})
    return answer.ok ? this.#send({ kind: "cases.say_wind", case: id, blows_from }) : answer
  }
  acknowledge(): Promise<Answer> | undefined {
    const watch = this.view.toAnswer[0]
    if (watch) return this.#send({ kind: "followup.answer_watch", watch: watch.id })
    const message = this.view.unread[0]
    return message && this.#send({ kind: "followup.read_message", message: message.id })
  }
  /** Words to every centre that works on the case. */
  tellCentres(words: string): Promise<Answer> | undefined {
    const it = this.view.case
    const [first, ...more] = new Set(this.view.openTasks.map((task) => task.centre))
    if (!it || first === undefined) return undefined
    const to: [FollowupParty, ...FollowupParty[]] = [{ centre: first }, ...more.map((centre) => ({ centre }))]
    return this.#send(
      { kind: "followup.send_message", message: newId(), case: it.id, to, words },
      `messages:${it.id}`,
    )
  }
  /** A link for the caller's phone. That it was given is a fact; that it was sent is nobody's claim. */
  async giveLink(): Promise<Answer | undefined> {
    if (!this.view.call) return undefined
    const reply = await api<{ path: string; until: string }>("POST", `/api/calls/${this.view.call.id}/link`, {
      command: newId(),
    })
    if (reply.ok) this.view.link = reply.value
    return reply.ok ? REFUSED_NOTHING : reply
  }
  take(id: string): void {
    this.view.keptCase = id
  }
  /** The caller in hand is who rang before: nobody is called back for that call. */
  confirmRetry(): Promise<Answer> | undefined {
    const { call, retry } = this.view
    return call && retry && this.#send({ kind: "calls.confirm_retry", call: retry.id, by: call.id })
  }
  /** No, somebody else: for this call that one is not proposed again. */
  putRetryAside(): void {
    const { call, retry } = this.view
    if (call && retry) this.view.retriesAside = new Set([...this.view.retriesAside, `${call.id} ${retry.id}`])
  }
  /** This call did not tell of that case after all; if it came with a case of its own, that one lives again. */
  part(): Promise<Answer> | undefined {
    const { call, case: it } = this.view
    if (!call || !it) return undefined
    const own = previousCaseOf(this.view.facts, call.id, it.id)
    this.view.keptCase = null
    return this.#send(
      own === null
        ? { kind: "cases.unlink_call", case: it.id, call: call.id }
        : { kind: "cases.part", case: own },
    )
  }
  #send(command: AnyCommand, lane?: string): Promise<Answer> {
    return sendCommand(command, lane === undefined ? {} : { lane })
  }
  ready(): Promise<Answer> {
    return this.#send({ kind: "calls.stand_ready", languages: session.spoken })
  }
  pause(reason: string): Promise<Answer> {
    return this.#send({ kind: "calls.pause", reason })
  }
  answer(): Promise<Answer> | undefined {
    if (this.view.talks.rings) {
      this.view.keptCase = this.view.talks.guest?.case ?? this.view.keptCase // the case comes with the call
      return this.view.talks.answer()
    }
    const call = this.view.offered ?? this.view.waiting[0]
    if (call) this.view.line.mute(false) // closed for the one before, it would not be heard by this one
    return call && this.#send({ kind: "calls.answer", call: call.id })
  }
  hold(): Promise<Answer> | undefined {
    const call = this.view.call
    if (!call) return undefined
    return this.#send({ kind: call.state === "held" ? "calls.resume" : "calls.hold", call: call.id })
  }
  mute(): void {
    this.view.line.mute(!this.view.line.muted)
  }
  transfer(): Promise<Answer> | undefined {
    const { call, party } = this.view
    if (call && party) return this.view.talks.transfer(call, party)
    this.view.askingIn = "anybody"
    return undefined
  }
  bringIn(): Promise<Answer> | undefined {
    return this.view.call && this.#send({ kind: "calls.resume", call: this.view.call.id })
  }
  /** Whoever was asked in goes; asked in oneself, one does not come. */
  letGo(): Promise<Answer> | undefined {
    const { call, party } = this.view
    return call && party ? this.view.talks.letGo(call, party) : this.view.talks.leave()
  }
  hangUp(): Promise<Answer> | undefined {
    if (!this.view.call) return this.view.talks.leave()
    this.view.keptCase = this.view.case?.id ?? null
    // In the lane of the newest answer: one that is overtaken by the end of its call is refused.
    const run = this.view.answeredLast?.run
    return this.#send({ kind: "calls.hang_up", call: this.view.call.id }, run && `run:${run}`)
  }
  /** What stands in the field of the answer: the caller sees it as it is typed. */
  typed(words: string): void {
    this.view.typist.typed(words)
  }
  /** Another caller, or none: what was begun for the one before is theirs. */
  leaveTyped(): void {
    this.view.typist.leave()
  }
  /** The line in the field is finished. */
  writeTyped(words: string): Promise<Answer> | undefined {
    return this.write(words, this.view.typist.finish())
  }
  write(words: string, id: string = newId()): Promise<Answer> | undefined {
    const call = this.view.call?.id
    return call === undefined
      ? undefined
      : sendCommand({ kind: "calls.write", call, words }, { lane: `talk:${call}`, id })
  }
  note(words: string): Promise<Answer> | undefined {
    if (this.view.case)
      return this.#send({ kind: "cases.note", case: this.view.case.id, words }, `notes:${this.view.case.id}`)
    return (
      this.view.call &&
      this.#send({ kind: "calls.note", call: this.view.call.id, words }, `notes:${this.view.call.id}`)
    )
  }
  /** `call`: whose caller it is of, where it was said before it is sent. */
  identify(
    said: { readonly [field: string]: string | boolean },
    call = this.view.call?.id,
  ): Promise<Answer> | undefined {
    return call === undefined
      ? undefined
      : this.#send({ kind: "calls.identify", call, ...said } as AnyCommand)
  }
  /** What a call was that told of no case. A line that is still open ends with it: one key is enough for a prank. */
  dispose(disposition: string): Promise<Answer> | undefined {
    return this.view.call && this.#disposeOf(this.view.call, disposition)
  }
  async #disposeOf(call: CallRow, disposition: string): Promise<Answer> {
    const said = await this.#send({ kind: "calls.dispose", call: call.id, disposition } as AnyCommand)
    return said.ok && HAS_CALLER_STATES.has(call.state)
      ? this.#send({ kind: "calls.hang_up", call: call.id })
      : said
  }
  record(): Promise<Answer> {
    return this.#send({ kind: "calls.record", call: newId() })
  }
  askHelp(): Promise<Answer> {
    return this.#send({ kind: "calls.ask_help" })
  }
  ringBack(call: CallRow): Promise<Answer> {
    return this.#send({ kind: "calls.ring_back", call: call.id })
  }
  callBack(call: CallRow, reached: boolean): Promise<Answer> {
    return this.#send({ kind: "calls.try_call_back", call: call.id, reached })
  }

  /** The case in hand, opened by what is known first: a place or a kind. */
  async #inCase(first: {
    location?: Location
    type?: string
  }): Promise<{ id: string; answer: Answer; opened: boolean }> {
    const known = this.view.case?.id
    if (known) return { id: known, answer: REFUSED_NOTHING, opened: false }
    if (this.view.shut) return { id: this.view.shut.id, answer: SHUT, opened: false }
    const call = this.view.call?.id ?? null
    if (this.#opening?.call === call) {
      const { id, answer } = await this.#opening.done
      return { id, answer, opened: false }
    }
    const opening = { call, done: this.#open(first) }
    this.#opening = opening
    const { id, answer } = await opening.done
    if (this.#opening === opening) this.#opening = null
    return { id, answer, opened: true }
  }
  /** The case of a call that is on its way: what is entered meanwhile belongs to it, and opens no second one. */
  #opening: {
    readonly call: string | null
    readonly done: Promise<{ id: string; answer: Answer }>
  } | null = null
  async #open(first: { location?: Location; type?: string }): Promise<{ id: string; answer: Answer }> {
    const id = newId()
    const answer = await this.#send({
      kind: "cases.open",
      case: id,
      ...(this.view.call ? { call: this.view.call.id } : {}),
      ...first,
    } as AnyCommand)
    if (answer.ok) {
      this.view.keptCase = id
      this.view.keptFor = this.view.call?.id ?? null
    }
    return { id, answer }
  }
  newCase(): Promise<Answer> {
    return this.#inCase({}).then(({ answer }) => answer)
  }
  async locate(location: Location): Promise<Answer> {
    const { id, answer, opened } = await this.#inCase({ location })
    if (!answer.ok || opened) return answer
    const correction = this.view.place?.degree === "agreed" || this.view.case?.help_sent_at != null
    return this.#send({ kind: "cases.locate", case: id, location, correction })
  }
  /** The caller heard the address read back and said yes. */
  agree(): Promise<Answer> | undefined {
    const place = this.view.place
    if (!place || !this.view.case) return undefined
    return this.#send({
      kind: "cases.locate",
      case: this.view.case.id,
      location: { ...place, degree: "agreed" },
    })
  }
  answerWarning(code: string): Promise<Answer> | undefined {
    return this.view.case && this.#send({ kind: "cases.answer_warning", case: this.view.case.id, code })
  }
  /** What it is; and the interview that goes with it begins. */
  async classify(type: string): Promise<Answer> {
    this.view.askedNext = null
    this.view.chosenTypes.choose(this.view.case?.id ?? null, type)
    const { id, answer, opened } = await this.#inCase({ type })
    if (!answer.ok || opened) this.view.chosenTypes.drop()
    if (!answer.ok) return answer
    const said = opened
      ? answer
      : await this.view.chosenTypes.put(id, type, this.#send({ kind: "cases.classify", case: id, type }))
    if (!said.ok) return said
    const protocol = activeContent.type(type)?.protocol
    const { interviews } = this.view
    if (!protocol || interviews.some((each) => each.protocol === protocol)) return said
    const first = interviews[0]
    return first
      ? this.#send({ kind: "triage.change_protocol", run: first.run, protocol }, `run:${first.run}`)
      : this.#startRun(id, protocol)
  }
  async #startRun(
    it: string,
    protocol: string,
    more: { readonly call?: string; readonly facts?: Record<string, string> } = {},
  ): Promise<Answer> {
    const begun = { run: newId(), case: it, protocol, ...(more.call ? { call: more.call } : {}) }
    this.view.askedNext = null
    this.view.begun = [...this.view.begun, begun]
    const command = { kind: "triage.start_run", language: this.view.language, ...begun, ...more } as const
    const answer = await this.#send(command, `run:${begun.run}`)
    if (!answer.ok) this.view.begun = this.view.begun.filter((each) => each !== begun)
    // This page is of another day: what its types open is asked anew, and the type that is chosen again opens it.
    if (!answer.ok && answer.problem.code === "protocol_not_in_force") activeContent.renew()
    return answer
  }
  /** On with the protocol to which answers or a card lead, for the same caller; what is known of the patient is not asked again,
   * but where they have become worse. */
  follow(protocol: string, worse = false): Promise<Answer> | undefined {
    const { case: it, callerAnswers, run } = this.view
    const caller = { call: run?.call, answers: callerAnswers }
    return it && this.#startRun(it.id, protocol, begunWith(caller, activeContent.sharedFacts, worse))
  }
  /** `again` is what an answer says that has not changed: that it was asked again is a fact of its own. */
  reply(answer: string): Promise<Answer> | undefined {
    const { run, question } = this.view
    if (!run || !question) return undefined
    this.view.askedNext = null
    const again = run.answers[question.id] === answer
    const command: AnyCommand = {
      kind: "triage.answer",
      run: run.run,
      question: question.id,
      answer,
      again,
      ...this.guidance.shownTo(run.run, question.id),
    }
    return this.view.given.put(run.run, question.id, answer, this.#send(command, `run:${run.run}`))
  }
  undo(): Promise<Answer> | undefined {
    const run = this.view.answeredLast?.run
    return run === undefined ? undefined : this.#send({ kind: "triage.undo_answer", run }, `run:${run}`)
  }
  /** In the interview that asks now, unless another is named. */
  ask(question: string, run = this.view.run?.run): void {
    if (run !== undefined) this.view.askedNext = { run, question }
  }
  sendHelp(): Promise<Answer> | undefined {
    const it = this.view.case
    if (!it) return undefined
    if (this.view.byHand) {
      this.view.choosingCentre = true
      return undefined
    }
    const type = this.view.chosenTypes.of(it) ?? this.view.provenType
    const sent = this.#send({
      kind: "dispatch.send_help",
      case: it.id,
      mode: it.mode,
      priority: this.view.priority ?? 0,
      send: this.view.wanted,
      ...(type ? { type } : {}),
      ...(this.view.place?.municipality ? { municipality: this.view.place.municipality } : {}),
      ...(this.view.place?.point ? { place: this.view.place.point } : {}),
    })
    void sent.then((answer) => {
      if (!answer.ok && answer.problem.code === "nobody_to_ask") this.view.unplanned = it.id
    })
    return sent
  }
  /** One registered centre, chosen by the person here, for what is wanted of nobody. */
  askCentre(centre: AskableCentre, wanted: Wanted): Promise<Answer> | undefined {
    const { case: it, priority, place } = this.view
    if (!it) return undefined
    const about = { id: it.id, mode: it.mode, priority: priority ?? 0, place: place?.point ?? null }
    return this.act(offerTo(centre, wanted, about, newId()))
  }
  async openCard(card: string): Promise<Answer | undefined> {
    return this.guidance.openCard(card)
  }
  say(step: string): Promise<Answer> | undefined {
    return this.ofCard({ kind: "instructions.say_step", step, language: this.view.language })
  }
  back(): Promise<Answer> | undefined {
    return this.ofCard({ kind: "instructions.back" })
  }
  /** Plays the step on screen to the caller. It begins at once: the fact is on its way, and a refusal cuts it off. */
  async play(): Promise<Answer | undefined> {
    const { recording } = this
    const { dictation, call } = this.view
    if (!recording || !dictation?.current || !call) return undefined
    const step = dictation.current
    if (!(await this.playback.play(recording, dictation.run)))
      return { ok: false, problem: { code: "recording_not_here", status: 0, facts: {} } }
    const said = await this.#send(
      {
        kind: "instructions.play_step",
        run: dictation.run,
        step,
        call: call.id,
        recording: recording.digest,
      },
      `cards:${dictation.case}`,
    )
    if (!said.ok && this.playback.playing?.recording.digest === recording.digest) this.playback.stop()
    return said
  }
  stopPlaying(): Promise<Answer> | undefined {
    const played = this.playback.stop()
    const it = this.view.dictations.find((each) => each.run === played?.run)
    return played
      ? this.#send({ kind: "instructions.stop_playing", ...played }, `cards:${it?.case ?? ""}`)
      : undefined
  }
  mark(mark: string): Promise<Answer> | undefined {
    return this.ofCard({ kind: "instructions.mark", mark }, this.view.cards.counting)
  }
  metronome(mode: "off" | "me" | "both"): Promise<Answer> | undefined {
    return this.ofCard({ kind: "instructions.set_metronome", mode }, this.view.cards.counting)
  }
  ofCard(
    command: { readonly kind: string; readonly [field: string]: unknown },
    it = this.view.dictation,
  ): Promise<Answer> | undefined {
    // The kinds of this page all carry a run; the union cannot see it through the spread.
    return it && this.#send({ ...command, run: it.run } as unknown as AnyCommand, `cards:${it.case}`)
  }
  /** What was typed becomes a fact of the case in hand. */
  async writeText(text: CaseText, words: string): Promise<Answer> {
    if (this.view.case === undefined) return SHUT
    return this.#send(text.command(this.view.case.id, words))
  }
  async join(other: string): Promise<Answer | undefined> {
    const { call, case: own } = this.view
    if (!call && !own) {
      this.take(other)
      return undefined
    }
    const joined = own
      ? await this.#send({ kind: "cases.merge", case: own.id, into: other })
      : call && (await this.#send({ kind: "cases.link_call", case: other, call: call.id }))
    return joined?.ok && call ? this.#askWhatIsNew(other, call.id, joined) : joined
  }
  /** Who tells of what is known is asked only what is new, in an interview of their own call. */
  async #askWhatIsNew(it: string, call: string, joined: Answer): Promise<Answer> {
    if (activeContent.interview(REPEAT) === undefined) return joined
    return this.#startRun(it, REPEAT, { call })
  }
  /** A protocol is chosen by hand, where the answers lead to none. */
  get choosing(): string | null {
    return this.view.following === undefined ? (this.view.proof?.route ?? null) : null
  }
  /** Words and counts of one scene keep their order. */
  tellScene(command: ReportScene | CountCasualties): Promise<Answer> {
    return this.#send(command, `scene:${command.case}`)
  }
  act(command: AnyCommand): Promise<Answer> {
    return this.#send(command, this.view.case ? `tasks:${this.view.case.id}` : undefined)
  }
  centreOf(id: string): CentreContact | undefined {
    return directory.centre(id)
  }
  /** The number of a centre, else of its agency. */
  phoneOf(id: string): string | null {
    return directory.askable.find((each) => each.id === id)?.phone ?? null
  }
  close(
    disposition: CaseEnding,
    outcomes: readonly { service: string; result: string }[],
    words: string,
  ): Promise<Answer> | undefined {
    return (
      this.view.case &&
      this.#send({
        kind: "cases.close",
        case: this.view.case.id,
        closing: { disposition, outcomes: [...outcomes], ...(words ? { words } : {}) },
      })
    )
  }
  release(): void {
    this.view.keptCase = null
  }
}
