/** What the desk does: every deed is a command, and what comes of it is seen on the boards (known.svelte.ts). */

import type {
  AnyCommand,
  CallRow,
  CaseRow,
  CountCasualties,
  Ending,
  Location,
  Party,
  ReportScene,
  WindFrom,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { type Centre, directory } from "../../state/directory.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { newId, send } from "../../state/sending.svelte.ts"
import { content } from "./content.svelte.ts"
import { GoodsEntry } from "./goods.svelte.ts"
import { Known, TALKING } from "./known.svelte.ts"
import { Playback } from "./playback.svelte.ts"
import { audible, recordingFor } from "./recordings.ts"
import { cameFrom } from "./same.ts"

/** The short interview of a call about what is known already. */
const REPEAT = "gen-reiterada"

const REFUSED_NOTHING: Answer = { ok: true, handled: { command: "", versions: {}, facts: {} } }

export class Desk extends Known {
  readonly goods = new GoodsEntry()
  readonly playback = new Playback(this.line)
  /** Whether anybody would hear what is played here, or why not. */
  readonly audible = $derived(audible({ call: this.call, spoken: this.spoken, line: this.line.state }))
  /** The recording of the step on screen, for this caller. */
  readonly recording = $derived.by(() => {
    const it = this.dictation
    const step = content.card(it?.card, it?.digest)?.steps.find((each) => each.id === it?.current)
    return it && step && recordingFor(this.playback.of(it.digest), step.id, step.say, this.language)
  })
  /** With what the interview has heard of the plate, if nobody has put one down yet. */
  openGoods(): void {
    const heard = (id: string): string => {
      const key = this.interview?.protocol.lookups?.find((each) => each.id === id)?.key
      return key && !this.case?.goods.length ? (this.run?.answers[key] ?? "") : ""
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
    const watch = this.alarms[0]
    if (watch) return this.#send({ kind: "followup.answer_watch", watch: watch.id })
    const message = this.unread[0]
    return message && this.#send({ kind: "followup.read_message", message: message.id })
  }
  /** Words to every centre that works on the case. */
  tellCentres(words: string): Promise<Answer> | undefined {
    const it = this.case
    const [first, ...more] = new Set(this.openTasks.map((task) => task.centre))
    if (!it || first === undefined) return undefined
    const to: [Party, ...Party[]] = [{ centre: first }, ...more.map((centre) => ({ centre }))]
    return this.#send(
      { kind: "followup.send_message", message: newId(), case: it.id, to, words },
      `messages:${it.id}`,
    )
  }
  /** A link for the caller's phone. That it was given is a fact; that it was sent is nobody's claim. */
  async giveLink(): Promise<Answer | undefined> {
    if (!this.call) return undefined
    const reply = await api<{ path: string; until: string }>("POST", `/api/calls/${this.call.id}/link`, {
      command: newId(),
    })
    if (reply.ok) this.link = reply.value
    return reply.ok ? REFUSED_NOTHING : reply
  }
  handOver(words: string): Promise<Answer> {
    const items = this.mine.map((each) => ({ subject: `case:${each.id}`, words: this.spokenOf(each) }))
    return this.#send({ kind: "followup.hand_over", handover: newId(), items, ...(words ? { words } : {}) })
  }
  acceptRelay(handover: string): Promise<Answer> {
    return this.#send({ kind: "followup.accept_handover", handover })
  }
  withdrawRelay(handover: string): Promise<Answer> {
    return this.#send({ kind: "followup.withdraw_handover", handover })
  }
  /** A case in a line, as it is said to somebody. */
  spokenOf(each: CaseRow): string {
    return [`${each.number}`, each.type, each.location?.words].filter(Boolean).join(" · ").slice(0, 200)
  }
  take(id: string): void {
    this.keptCase = id
  }
  /** This call did not tell of that case after all; if it came with a case of its own, that one lives again. */
  part(): Promise<Answer> | undefined {
    const { call, case: it } = this
    if (!call || !it) return undefined
    const own = cameFrom(this.facts, call.id, it.id)
    this.keptCase = null
    return this.#send(
      own === null
        ? { kind: "cases.unlink_call", case: it.id, call: call.id }
        : { kind: "cases.part", case: own },
    )
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
    if (this.talks.rings) {
      this.keptCase = this.talks.guest?.case ?? this.keptCase // the case comes with the call
      return this.talks.answer()
    }
    const call = this.offered ?? this.waiting[0]
    return call && this.#send({ kind: "calls.answer", call: call.id })
  }
  hold(): Promise<Answer> | undefined {
    const call = this.call
    if (!call) return undefined
    return this.#send({ kind: call.state === "held" ? "calls.resume" : "calls.hold", call: call.id })
  }
  mute(): void {
    this.line.mute(!this.line.muted)
  }
  transfer(): Promise<Answer> | undefined {
    const { call, party } = this
    if (call && party) return this.talks.transfer(call, party)
    this.askingIn = "anybody"
    return undefined
  }
  bringIn(): Promise<Answer> | undefined {
    return this.call && this.#send({ kind: "calls.resume", call: this.call.id })
  }
  /** Whoever was asked in goes; asked in oneself, one does not come. */
  letGo(): Promise<Answer> | undefined {
    const { call, party } = this
    return call && party ? this.talks.letGo(call, party) : this.talks.leave()
  }
  hangUp(): Promise<Answer> | undefined {
    if (!this.call) return this.talks.leave()
    this.keptCase = this.case?.id ?? null
    return this.call && this.#send({ kind: "calls.hang_up", call: this.call.id })
  }
  /** What stands in the field of the answer: the caller sees it as it is typed. */
  typed(words: string): void {
    this.typist.typed(words)
  }
  /** Another caller, or none: what was begun for the one before is theirs. */
  leaveTyped(): void {
    this.typist.leave()
  }
  /** The line in the field is finished. */
  writeTyped(words: string): Promise<Answer> | undefined {
    return this.write(words, this.typist.finish())
  }
  write(words: string, id: string = newId()): Promise<Answer> | undefined {
    const call = this.call?.id
    return call === undefined
      ? undefined
      : send({ kind: "calls.write", call, words }, { lane: `talk:${call}`, id })
  }
  note(words: string): Promise<Answer> | undefined {
    if (this.case)
      return this.#send({ kind: "cases.note", case: this.case.id, words }, `notes:${this.case.id}`)
    return this.call && this.#send({ kind: "calls.note", call: this.call.id, words }, `notes:${this.call.id}`)
  }
  identify(said: { readonly [field: string]: string | boolean }): Promise<Answer> | undefined {
    return this.call && this.#send({ kind: "calls.identify", call: this.call.id, ...said } as AnyCommand)
  }
  /** What a call was that told of no case. A line that is still open ends with it: one key is enough for a prank. */
  async dispose(disposition: string): Promise<Answer | undefined> {
    const call = this.call
    if (!call) return undefined
    const said = await this.#send({ kind: "calls.dispose", call: call.id, disposition } as AnyCommand)
    return said.ok && TALKING.has(call.state) ? this.#send({ kind: "calls.hang_up", call: call.id }) : said
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
    const known = this.case?.id
    if (known) return { id: known, answer: REFUSED_NOTHING, opened: false }
    const id = newId()
    const answer = await this.#send({
      kind: "cases.open",
      case: id,
      ...(this.call ? { call: this.call.id } : {}),
      ...first,
    } as AnyCommand)
    if (answer.ok) {
      this.keptCase = id
      this.keptFor = this.call?.id ?? null
    }
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
    const said = opened
      ? answer
      : await this.chosenTypes.put(id, type, this.#send({ kind: "cases.classify", case: id, type }))
    if (!said.ok) return said
    const protocol = content.type(type)?.protocol
    if (!protocol || this.run?.protocol === protocol) return said
    return this.run
      ? this.#send({ kind: "triage.change_protocol", run: this.run.run, protocol }, `run:${this.run.run}`)
      : this.#send({ kind: "triage.start_run", run: newId(), case: id, protocol, language: this.language })
  }
  /** `again` is what an answer says that has not changed: that it was asked again is a fact of its own. */
  reply(answer: string, again: string): Promise<Answer> | undefined {
    const { run, question } = this
    if (!run || !question) return undefined
    this.askedNext = null
    const words = run.answers[question.id] === answer ? { words: again } : {}
    const command: AnyCommand = {
      kind: "triage.answer",
      run: run.run,
      question: question.id,
      answer,
      ...words,
    }
    return this.given.put(run.run, question.id, answer, this.#send(command, `run:${run.run}`))
  }
  undo(): Promise<Answer> | undefined {
    return this.run && this.#send({ kind: "triage.undo_answer", run: this.run.run }, `run:${this.run.run}`)
  }
  ask(question: string): void {
    this.askedNext = question
  }
  sendHelp(): Promise<Answer> | undefined {
    const it = this.case
    if (!it) return undefined
    const type = this.chosenTypes.of(it) ?? this.proof?.type
    return this.#send({
      kind: "dispatch.send_help",
      case: it.id,
      mode: it.mode,
      priority: this.priority ?? 0,
      send: this.wanted,
      ...(type ? { type } : {}),
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
    return this.#card({ kind: "instructions.say_step", step, language: this.language })
  }
  back(): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.back" })
  }
  repeat(): Promise<Answer> | undefined {
    return this.#card({ kind: "instructions.repeat", language: this.language })
  }
  /** Plays the step on screen to the caller. It begins at once: the fact is on its way, and a refusal cuts it off. */
  async play(): Promise<Answer | undefined> {
    const { recording, dictation, call } = this
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
    const it = this.dictations.find((each) => each.run === played?.run)
    return played
      ? this.#send({ kind: "instructions.stop_playing", ...played }, `cards:${it?.case ?? ""}`)
      : undefined
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
  /** Only who is named in the case sees what it is, from now on. */
  reserve(): Promise<Answer> | undefined {
    if (this.case === undefined) return undefined
    const reason = this.interview?.protocol.id ?? "desk"
    return this.#send({ kind: "cases.reserve", case: this.case.id, reason })
  }
  async join(other: string): Promise<Answer | undefined> {
    const { call, case: own } = this
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
    if (content.interview(REPEAT) === undefined) return joined
    const run = newId()
    const said = {
      kind: "triage.start_run",
      run,
      case: it,
      protocol: REPEAT,
      language: this.language,
      call,
    } as const
    return this.#send(said, `run:${run}`)
  }
  /** Words and counts of one scene keep their order. */
  tellScene(command: ReportScene | CountCasualties): Promise<Answer> {
    return this.#send(command, `scene:${command.case}`)
  }
  act(command: AnyCommand): Promise<Answer> {
    return this.#send(command, this.case ? `tasks:${this.case.id}` : undefined)
  }
  centreOf(id: string): Centre | undefined {
    return directory.centre(id)
  }
  close(
    disposition: Ending,
    outcomes: readonly { service: string; result: string }[],
    words: string,
  ): Promise<Answer> | undefined {
    return (
      this.case &&
      this.#send({
        kind: "cases.close",
        case: this.case.id,
        closing: { disposition, outcomes: [...outcomes], ...(words ? { words } : {}) },
      })
    )
  }
  release(): void {
    this.keptCase = null
  }
}
