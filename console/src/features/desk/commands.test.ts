import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { commandForKey, keyConflicts } from "../../commands/registry.ts"
import { shellCommands } from "../../shell/commands.ts"
import { CASE_TEXTS } from "./case-texts.ts"
import { DESK_COMMAND_ORDER, type DeskActions, deskCommands, inOrder } from "./commands.ts"

const nothing = () => undefined
/** What is in hand, without the acts: no test here runs one. */
type States = {
  [Name in keyof DeskActions as DeskActions[Name] extends (...said: never[]) => unknown
    ? never
    : Name]: DeskActions[Name]
}
const resting: States = {
  offered: undefined,
  waiting: [],
  call: undefined,
  location: { available: true, pending: false, asserted: true },
  vehicleCall: undefined,
  opening: null,
  dataCall: undefined,
  vehicle: null,
  case: undefined,
  shut: undefined,
  me: { stand: "pause" },
  missing: [],
  byHand: false,
  unheld: [],
  writes: false,
  run: undefined,
  following: undefined,
  choosing: null,
  worse: undefined,
  mayRefuse: false,
  medicine: undefined,
  moments: { next: undefined, stops: false, just: undefined },
  breathing: undefined,
  dictation: undefined,
  counting: undefined,
  beside: undefined,
  over: false,
  held: false,
  offeredCards: [],
  nearMarked: null,
  suggested: undefined,
  retry: undefined,
  alarms: [],
  unread: [],
  unanswered: [],
  otherCalls: [],
  reassess: undefined,
  openTasks: [],
  toTell: [],
  notices: [],
  nextNotice: undefined,
  guest: undefined,
  calling: undefined,
  rings: false,
  party: undefined,
  spoken: false,
  line: { state: "up", muted: false },
  recording: undefined,
  plays: undefined,
  audible: true,
  readsOnly: false,
  reads: false,
  page: false,
  easy: false,
  askable: undefined,
  sendable: undefined,
  metronome: "off",
  cardDone: false,
  tapped: undefined,
}
const idle = resting as DeskActions
const shell = shellCommands({
  help: nothing,
  commandBar: nothing,
  password: nothing,
  preferences: nothing,
  shifts: nothing,
  theme: nothing,
  signOut: async () => undefined,
  reload: nothing,
  region: () => true,
  regionName: () => undefined,
  go: nothing,
  pages: [],
  path: "/desk",
})
/** What only somebody at a desk that takes calls may do (identity.core.permissions). */
const DESK_MAY = new Set([
  "calls:call:answer",
  "calls:call:close",
  "calls:call:record",
  "calls:desk:stand",
  "cases:case:open",
  "cases:case:link",
  "triage:run:ask",
  "instructions:card:dictate",
  "dispatch:task:tell",
])
/** Done by a control in its place, reachable by Tab and by its region's key; or not yet on any page. */
const ELSEWHERE = new Set([
  "calls.note", // the notes' own field
  "calls.consult", // a third leg: with voice
  "calls.keep_desk_typed", // the system: what rests in the field of the answer
  "calls.sign_off", // leaving the window
  "cases.relate", // two cases that stay two: not on a page yet
  "triage.close_run", // the system: with the case
  "triage.change_protocol",
  "instructions.close_card",
  "instructions.retry_step",
  "training.practise_alone", // the shell: a practice is begun and ended from its bar
  "training.end_practice",
])
const find = (desk: DeskActions, id: string) => {
  const found = deskCommands(desk).find((command) => command.id === id)
  assert.ok(found, id)
  return found
}

test("at the desk every key means one thing", () => {
  assert.deepEqual(keyConflicts([...shell, ...deskCommands(idle)]), [])
})

test("nothing is told to a caller who waits on the line and hears nobody", () => {
  const dictation = { current: "manos", marks: [], metronome: "off" }
  for (const id of ["desk.card_said", "desk.card_repeat", "desk.card_beside"]) {
    const told = { ...idle, dictation, beside: "DEA" }
    assert.equal(find(told, id).when?.(), true)
    assert.equal(find({ ...told, held: true }, id).when?.(), "desk.why_held")
  }
})

test("a line that asks takes J and K for itself, unless somebody has marked another incident", () => {
  const asked: DeskActions = {
    ...idle,
    suggested: { case: "c1", number: 4821 },
    party: { id: "p1", name: "Intérprete", joined_at: null },
  }
  assert.deepEqual(keyConflicts([...shell, ...deskCommands(asked)]), [])
  const keyed = (desk: DeskActions) =>
    deskCommands(desk)
      .filter((command) => command.key?.alt && ["KeyJ", "KeyK"].includes(command.key.code))
      .map((command) => command.id)
      .sort()
  assert.deepEqual(keyed(asked), ["desk.another", "desk.same"])
  assert.deepEqual(keyed({ ...asked, nearMarked: "c2" }), ["desk.another", "desk.join"])
  assert.deepEqual(keyed(idle), ["desk.join", "desk.let_go"])
  const person: DeskActions = { ...asked, suggested: undefined, retry: { id: "c9", number: 7 } }
  assert.deepEqual(keyConflicts([...shell, ...deskCommands(person)]), [])
  assert.deepEqual(keyed(person), ["desk.not_retry", "desk.retry"])
  assert.deepEqual(keyed({ ...person, nearMarked: "c2" }), ["desk.join", "desk.not_retry"])
  const both = { ...asked, retry: { id: "c9", number: 7 } }
  assert.deepEqual(keyed(both), ["desk.another", "desk.same"], "the event is settled first")
})

test("an idle desk can stand ready and ask for help, and says why it can do nothing else", () => {
  for (const command of deskCommands(idle)) {
    const now = command.when?.() ?? true
    const words = JSON.parse(readFileSync(new URL("../../../../locale/es.json", import.meta.url), "utf8"))
    if (now !== true) assert.ok(words[now], `${command.id} has no words for ${now}`)
  }
  assert.equal(find(idle, "desk.ready").when?.() ?? true, true)
  assert.equal(find(idle, "desk.ask_help").when?.() ?? true, true)
  assert.equal(find(idle, "desk.send").when?.(), "desk.why_no_case")
})

test("F9 sends help as soon as there is a case, whatever is still unknown", () => {
  assert.equal(
    find({ ...idle, case: { id: "case-1", state: "open", help_sent_at: null } }, "desk.send").when?.(),
    true,
  )
})

test("after help was sent F9 is for what came on top, and nothing on top is nothing to send", () => {
  const sent = { ...idle, case: { id: "case-1", state: "open", help_sent_at: "2026-03-14T02:12:33Z" } }
  assert.equal(find(sent, "desk.send").when?.(), "desk.why_nothing_more")
  assert.equal(find({ ...sent, missing: ["aed", "bls"] }, "desk.send").label, "desk.send_more")
})

test("F9 asks which centre where there is no plan, and for what nobody has", () => {
  const sent = { ...idle, case: { id: "case-1", state: "open", help_sent_at: "2026-03-14T02:12:33Z" } }
  const byHand = find({ ...sent, byHand: true }, "desk.send")
  assert.deepEqual([byHand.when?.(), byHand.label], [true, "desk.send_more"])
  assert.equal(find({ ...sent, byHand: true, unheld: [{}] }, "desk.send").label, "desk.send_other")
})

test("hanging up takes two presses, and so does what nothing takes back; nothing else does", () => {
  const twice = deskCommands(idle).filter((command) => command.twice)
  assert.deepEqual(twice.map((command) => command.id).toSorted(), ["desk.card_refused", "desk.hang_up"])
})

test("every function of the desk works without a mouse: a key, or the command bar", () => {
  for (const command of deskCommands(idle)) {
    if (command.placed) assert.ok(command.key && command.region, `${command.id} needs a key of its region`)
    else assert.ok(command.label, `${command.id} is found in the command bar by its name`)
  }
})

test("what a desk can ask of the server, a command of the desk sends, or a person's permission keeps it elsewhere", () => {
  const sent = new Set(deskCommands(idle).flatMap((command) => command.sends ?? []))
  const table = readFileSync(new URL("../../protocol/generated.ts", import.meta.url), "utf8")
  const kinds = new Map(
    [...table.matchAll(/"([a-z_]+\.[a-z_]+)": "([a-z_:]+)"/g)].map(([, kind, permission]) => [
      kind ?? "",
      permission ?? "",
    ]),
  )
  assert.ok(kinds.size > 40, "it looked at the table of commands")
  for (const kind of sent) assert.ok(kinds.has(kind), `${kind} is a command of Auxilio`)
  const missing = [...kinds].filter(
    ([kind, permission]) => DESK_MAY.has(permission) && !sent.has(kind) && !ELSEWHERE.has(kind),
  )
  assert.deepEqual(missing, [])
})

test("a position is asked for where a location server is named, by an asserted number, and once at a time", () => {
  const call = { id: "k1", state: "answered" } as unknown as NonNullable<DeskActions["call"]>
  const why = (more: Partial<DeskActions["location"]>, desk = { ...idle, call }) =>
    find({ ...desk, location: { ...idle.location, ...more } }, "desk.ask_location").when?.()
  assert.equal(why({}), true)
  assert.equal(why({ pending: true }), "desk.why_location_asked")
  assert.equal(why({ asserted: false }), "refusal.location_number_not_asserted")
  assert.equal(find(idle, "desk.ask_location").when?.(), "desk.why_no_call")
  const without = deskCommands({ ...idle, location: { ...idle.location, available: false } })
  assert.equal(
    without.find(({ id }) => id === "desk.ask_location"),
    undefined,
    "without a server there is no key",
  )
})

test("a press about the next thing on screen is not the same press", () => {
  const about = (desk: DeskActions, id: string) =>
    deskCommands(desk)
      .find((command) => command.id === id)
      ?.about?.()
  const card = (current: string) => ({ ...idle, dictation: { current, marks: [], metronome: "off" } })
  assert.equal(about(card("s1"), "desk.card_said"), about(card("s1"), "desk.card_said"))
  assert.notEqual(about(card("s1"), "desk.card_said"), about(card("s2"), "desk.card_said"))
  const alarmed = (id: string) => ({ ...idle, alarms: [{ id }] })
  assert.notEqual(about(alarmed("w1"), "desk.acknowledge"), about(alarmed("w2"), "desk.acknowledge"))
  assert.equal(about({ ...idle, unread: [{ id: "m1" }] }, "desk.acknowledge"), "m1")
})

test("with a reserved case in hand that is not open to the person here nothing is written and nothing begins", () => {
  const shut = deskCommands({ ...idle, shut: { number: 4821 } })
  const why = (id: string) => shut.find((command) => command.id === id)?.when?.()
  for (const id of ["desk.send", "desk.new_case", "desk.edit_place", "desk.reserve", "desk.report"])
    assert.equal(why(id), "kit.why_hidden", id)
})

test("commands stand in the order of the command bar, and those of a card come last", () => {
  const ids = deskCommands(idle).map(({ id }) => id)
  const cards = ids.filter((id) => id.startsWith("desk.card_"))
  assert.deepEqual(ids.slice(-cards.length), cards)
  assert.deepEqual(
    ids.filter((id) => DESK_COMMAND_ORDER.includes(id)),
    DESK_COMMAND_ORDER,
  )
})

test("a command without a place in the order follows the one before it in its own list", () => {
  const named = (...ids: string[]) => ids.map((id) => ({ id }))
  const lists = [
    named("desk.hold", "desk.new"),
    named("desk.undo", "desk.join", "desk.newer"),
    named("desk.newest"),
  ]
  assert.deepEqual(
    inOrder(lists, ["desk.join", "desk.hold", "desk.undo"]).map(({ id }) => id),
    ["desk.newest", "desk.join", "desk.newer", "desk.hold", "desk.new", "desk.undo"],
  )
})

test("a text of the case is typed about that case, and why it cannot be typed is said", () => {
  const it = { id: "case-1", state: "open", help_sent_at: null }
  for (const text of CASE_TEXTS) {
    const command = find({ ...idle, case: it }, text.id)
    assert.deepEqual([command.when?.(), command.about?.()], [true, "case-1"], text.id)
    assert.equal(find(idle, text.id).when?.(), "desk.why_no_case", text.id)
    const said = text.command("case-1", "words") as unknown as { readonly [field: string]: string }
    assert.deepEqual([said.kind, said.case], [text.sends, "case-1"], text.id)
    assert.ok(Object.values(said).includes("words"), text.id)
  }
  assert.equal(
    find({ ...idle, case: { ...it, reserved: true } }, "desk.reserve").when?.(),
    "desk.why_reserved",
  )
})

const OPEN = { id: "k1", state: "open", help_sent_at: null }
const watching: DeskActions = {
  ...idle,
  case: OPEN,
  dictation: { current: "vigilar", marks: [], metronome: "off" },
  counting: { metronome: "off" },
  worse: "Parada cardiorrespiratoria",
  mayRefuse: true,
}

test("what a card leads to waits for an open case and a caller who is there", () => {
  assert.equal(find(watching, "desk.card_worse").when?.(), true)
  assert.equal(find({ ...watching, over: true }, "desk.card_worse").when?.(), "desk.why_call_over")
  const closed = { ...watching, case: { ...OPEN, state: "closed" } }
  assert.equal(find(closed, "desk.card_worse").when?.(), "desk.why_closed")
})

test("another protocol begins in an open case alone, and by a key that was pressed when its name stood there", () => {
  const leads = { ...idle, case: OPEN, following: "Parada cardiorrespiratoria" }
  assert.equal(find(leads, "desk.follow").when?.(), true)
  assert.equal(find(leads, "desk.follow").asks, true)
  const merged = { ...leads, case: { ...OPEN, state: "merged" } }
  assert.equal(find(merged, "desk.follow").when?.(), "desk.why_closed")
})

test("where an outcome says that a protocol is chosen, the same key opens the types, by what is chosen", () => {
  const chosen: string[] = []
  const chooses = { ...idle, case: OPEN, choosing: "fire", editType: () => void chosen.push("types") }
  const command = find(chooses, "desk.follow")
  assert.deepEqual([command.when?.(), command.label], [true, "desk.choose_fire"])
  command.run()
  assert.deepEqual(chosen, ["types"])
  assert.equal(find({ ...chooses, choosing: "choose" }, "desk.follow").label, "desk.choose_protocol")
  assert.equal(find({ ...chooses, following: "Parada" }, "desk.follow").label, "desk.follow")
})

test("where nobody has gone to an answer Enter gives none, and the space bar tells the card that stands beside it", () => {
  const press = (code: string, desk: DeskActions, part?: string) =>
    commandForKey(
      deskCommands(desk),
      { code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, getModifierState: () => false },
      { typing: false, region: 4, part, layer: false },
    )
  const enter = press("Enter", idle, "placed answer")
  assert.equal(enter?.when?.(), "desk.why_choose_answer")
  assert.equal(press("Space", idle, "placed answer")?.when?.(), "desk.why_choose_answer")
  assert.equal(press("Space", idle, "placed"), undefined, "a button that is no answer is pressed as ever")
  const told: string[] = []
  const card: DeskActions = {
    ...idle,
    dictation: { current: "contar", marks: [], metronome: "off" },
    counting: { metronome: "off" },
    sayCurrent: () => void told.push("said"),
    showSentence: () => true,
  }
  for (const part of ["placed answer", "placed"]) {
    const space = press("Space", card, part)
    assert.equal(space?.when?.(), true)
    space?.run()
  }
  press("Space", { ...card, showSentence: () => false }, "placed")?.run()
  assert.deepEqual(told, ["said", "said"], "a sentence that is out of sight is shown first")
  assert.equal(press("Space", { ...card, over: true }, "placed answer")?.when?.(), "desk.why_choose_answer")
  for (const code of ["Enter", "Space"])
    assert.equal(press(code, card), undefined, "an answer that was gone to")
})

test("right after a mark the key of the marks asks, with what is marked already, and acts on nothing more than there is", () => {
  const card: DeskActions = {
    ...idle,
    dictation: { current: "comprimir", marks: [], metronome: "off" },
    counting: { metronome: "off" },
    moments: { next: "aed_attached", stops: false, just: undefined },
  }
  const just = { mark: "Primera compresión", time: "1:10", next: "Desfibrilador puesto" }
  assert.equal(find(card, "desk.card_mark").twice, false)
  const asked = find({ ...card, moments: { ...card.moments, just } }, "desk.card_mark")
  assert.deepEqual([asked.twice, asked.again, asked.facts?.()], [true, "desk.mark_again", just])
  const all = find({ ...card, moments: { next: undefined, stops: false, just: undefined } }, "desk.card_mark")
  assert.equal(all.when?.(), "desk.why_all_marked")
})

test("no SMS is offered to a number that nobody knows; who reads gets the link in the conversation", () => {
  const link = (phone: string | null, writes: boolean) =>
    find({ ...idle, writes, call: { id: "c", state: "answered", phone } } as DeskActions, "desk.link")
  assert.deepEqual([link("+34600", false).label, link("+34600", false).when?.()], ["desk.link", true])
  assert.deepEqual([link(null, false).label, link(null, false).when?.()], ["desk.link", "desk.why_no_number"])
  assert.deepEqual([link(null, true).label, link(null, true).when?.()], ["desk.link_text", true])
})

test("no SMS is offered where the interview forbids ringing: its sound is a ring; who reads gets the link in the conversation", () => {
  const link = (writes: boolean) =>
    find(
      {
        ...idle,
        writes,
        call: { id: "c", state: "answered", phone: "+34600", call_back: "never" },
      } as DeskActions,
      "desk.link",
    )
  assert.deepEqual([link(false).label, link(false).when?.()], ["desk.link", "desk.why_message_sounds"])
  assert.deepEqual([link(true).label, link(true).when?.()], ["desk.link_text", true])
})

test("one key switches easy language on a caller's page, and says why where no page is open", () => {
  const easyKey = (states: Partial<DeskActions>) => find({ ...idle, ...states }, "desk.easy")
  assert.equal(easyKey({}).when?.(), "desk.why_no_page")
  assert.equal(easyKey({ page: true, over: true }).when?.(), "desk.why_call_over")
  assert.equal(easyKey({ page: true }).when?.(), true)
  assert.deepEqual(
    [easyKey({ page: true }).label, easyKey({ page: true, easy: true }).label],
    ["desk.easy_on", "desk.easy_off"],
  )
})

test("a medicine is asked for once a health centre hears it, and asked for no more by a second press", () => {
  const dictation = { current: "vigilar", marks: [], metronome: "off" }
  const asks = (medicine: DeskActions["medicine"]) =>
    find({ ...idle, dictation, medicine } as DeskActions, "desk.card_authorise")
  assert.equal(asks(undefined).when?.(), "desk.why_no_medicine")
  const locked = { step: "aspirina", asked: false, heard: false }
  assert.equal(asks(locked).when?.(), "desk.why_no_health_centre")
  const heard = asks({ ...locked, heard: true })
  assert.deepEqual([heard.when?.(), heard.label, heard.twice], [true, "desk.medicine_ask", false])
  const asked = asks({ ...locked, asked: true })
  assert.deepEqual([asked.when?.(), asked.label, asked.twice], [true, "desk.medicine_unask", true])
})

test("no label has a hole where there is nothing to name", () => {
  const labels = ["desk.follow", "desk.card_worse", "desk.let_go"].map((id) => find(idle, id).label)
  assert.deepEqual(labels, ["desk.follow_none", "desk.card_worse_none", "voice.let_go_none"])
})

test("a card that was told to its end is not said to be none", () => {
  const done = {
    ...resting,
    reads: true,
    cardDone: true,
    dictation: { current: null, run: "d1" },
    call: { id: "c1" },
  } as unknown as DeskActions
  for (const id of ["desk.step_send", "desk.card_play"])
    assert.equal(find(done, id).when?.(), "desk.card_done", id)
})

test("a desk that calls somebody for a case answers nobody before it hangs up, and is told so", () => {
  const calling = deskCommands({ ...(resting as DeskActions), waiting: [1], calling: { id: "c1" } })
  for (const id of ["desk.answer", "desk.ready", "desk.record"])
    assert.equal(calling.find((each) => each.id === id)?.when?.(), "outgoing.why_hang_up", id)
  assert.equal(calling.find((each) => each.id === "desk.hang_up")?.when?.(), true)
})
