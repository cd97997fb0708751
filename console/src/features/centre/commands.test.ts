import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import { COMMANDS } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { shellCommands } from "../../shell/commands.ts"
import type { CentreActions } from "./actions.ts"
import { centreCommands } from "./commands.ts"

const nothing = () => undefined
const idle: CentreActions = {
  task: undefined,
  shut: false,
  cancels: [],
  clinical: true,
  treats: true,
  unit: undefined,
  patient: undefined,
  knows: undefined,
  marked: [],
  diversion: undefined,
  parties: [],
  capabilities: [],
  neighbours: [],
  rings: false,
  talk: undefined,
  line: { state: "up", muted: false },
  answerCall: nothing,
  leaveCall: nothing,
  holdCall: nothing,
  mute: nothing,
  accept: nothing,
  alert: nothing,
  medicine: undefined,
  authorise: nothing,
  acknowledge: nothing,
  ask: nothing,
  correct: nothing,
  listEarlier: nothing,
  calling: undefined,
  voice: nothing,
  report: nothing,
  write: nothing,
  closeRoad: nothing,
  cover: nothing,
  hospitals: nothing,
  groups: { own: "", command: "" },
  radio: nothing,
  share: nothing,
}
const task = {
  state: "offered",
  passed_to: null,
  by_telephone: false,
  accepted_by_rule: false,
  aid_of: null,
  assignments: [],
} as const
const when = (centre: CentreActions, id: string) =>
  centreCommands(centre)
    .find((command) => command.id === id)
    ?.when?.()

test("at a centre every key means one thing, beside the keys of every page", () => {
  const shell = shellCommands({
    help: nothing,
    commandBar: nothing,
    password: nothing,
    preferences: nothing,
    shifts: nothing,
    theme: nothing,
    signOut: async () => {},
    reload: nothing,
    region: () => true,
    regionName: () => undefined,
    go: nothing,
    pages: [],
    path: "/centre",
  })
  assert.deepEqual(keyConflicts([...shell, ...centreCommands(idle)]), [])
})

test("a task is accepted once, and refused also after it was accepted", () => {
  const accepted = { ...idle, task: { ...task, state: "accepted" as const } }
  assert.equal(when(accepted, "centre.accept"), "centre.why_not_offered")
  assert.equal(when(accepted, "centre.refuse"), true)
})

test("what a rule accepted a person may still take into their own hands", () => {
  const ruled = { ...idle, task: { ...task, state: "active" as const, accepted_by_rule: true } }
  assert.equal(when(ruled, "centre.accept"), true)
})

test("late help is help: a task that timed out is taken until another centre has it", () => {
  const late = { ...task, state: "timed_out" as const }
  assert.equal(when({ ...idle, task: late }, "centre.accept"), true)
  assert.equal(
    when({ ...idle, task: { ...late, passed_to: "t2" } }, "centre.accept"),
    "centre.why_not_offered",
  )
})

test("a centre without a console is told by telephone and accepts nothing by key", () => {
  const told = { ...idle, task: { ...task, by_telephone: true } }
  assert.equal(when(told, "centre.accept"), "centre.why_by_telephone")
  assert.equal(when(told, "centre.tell"), true)
  assert.equal(when({ ...idle, task }, "centre.tell"), "centre.why_has_console")
})

test("a medicine is authorised by a second press, after its words were read again", () => {
  const medicine = { run: "r1", step: "aspirina", words: "Que mastique y trague una de 300" }
  const found = centreCommands({ ...idle, task, medicine }).find((each) => each.id === "centre.authorise")
  assert.deepEqual([found?.when?.(), found?.twice, found?.again], [true, true, "centre.authorise_again"])
  assert.deepEqual(found?.facts?.(), { words: medicine.words })
})

test("nobody is alerted while nobody is marked", () => {
  assert.equal(when({ ...idle, task }, "centre.alert"), "centre.why_none_marked")
  assert.equal(when({ ...idle, task, marked: ["a"] }, "centre.alert"), true)
})

test("a task does not end and is not refused while its units are out", () => {
  const out = { ...idle, task: { ...task, state: "active" as const, assignments: ["w"] } }
  for (const id of ["centre.end", "centre.refuse"]) assert.equal(when(out, id), "centre.why_units_out")
  assert.equal(when(out, "centre.release"), true, "its agency may follow it with its units")
})

test("every command of dispatch that a dispatcher may send has its key or its line in the command bar", () => {
  const sent = new Set(centreCommands(idle).flatMap((command) => command.sends ?? []))
  const SENT_ELSEWHERE = [
    "dispatch.report_status", // the crew's page
    "dispatch.leave_stand_by",
    "dispatch.offer_task", // «Pedir más» asks the plan, which says of whom
    "dispatch.extend_task",
    "dispatch.raise_change", // follows from what becomes known of the case
    "dispatch.enter_unit", // whoever told the centre by telephone
    "dispatch.register_unit", // an administrator's page
    "dispatch.adopt_pace",
    "dispatch.drop_pace",
  ]
  const missing = Object.entries(COMMANDS)
    .filter(([kind, permission]) => kind.startsWith("dispatch.") && permission !== PERMISSION.SYSTEM)
    .map(([kind]) => kind)
    .filter((kind) => !sent.has(kind) && !SENT_ELSEWHERE.includes(kind))
  assert.deepEqual(missing, [])
})

test("aid is asked by whoever has the task, of whom the plan names, and is not asked on", () => {
  const why = (more: object, neighbours: readonly string[] = ["bom-2"]) =>
    centreCommands({ ...idle, task: { ...task, ...more } as never, neighbours })
      .find((each) => each.id === "centre.aid")
      ?.when?.()
  assert.equal(why({}), "centre.why_not_held")
  assert.equal(why({ state: "accepted" }), true)
  assert.equal(why({ state: "active" }), true)
  assert.equal(why({ state: "accepted" }, []), "centre.why_no_neighbour")
  assert.equal(why({ state: "accepted", aid_of: "t0" }), "centre.why_is_aid")
})

test("a centre cancels what it asked for, and its own task it refuses or ends", () => {
  const held = { ...task, state: "active" } as const
  assert.equal(when({ ...idle, task: held }, "centre.cancel"), "centre.why_not_sent")
  assert.equal(when({ ...idle, task: held, cancels: [held] }, "centre.cancel"), true)
})

test("of a reserved case that is not open to the person here nothing is done", () => {
  const shut = {
    ...idle,
    task,
    shut: true,
    marked: ["u1"],
    parties: [{}],
    capabilities: ["als"],
    cancels: [task],
  }
  for (const id of ["accept", "refuse", "alert", "end", "message", "more", "cancel", "hazard", "patient_new"])
    assert.equal(when(shut, `centre.${id}`), "kit.why_hidden", id)
})

test("patients are for health and the room, and of whom another centre has not at all", () => {
  assert.equal(when({ ...idle, task, clinical: false }, "centre.patient_new"), "centre.why_not_clinical")
  const ours = { ...idle, task, patient: {} }
  assert.equal(when(ours, "centre.patient"), true)
  assert.equal(when({ ...ours, treats: false }, "centre.patient"), "centre.why_not_treating")
})

test("earlier calls and cases are listed of the task in hand, and not of one that is over or shut", () => {
  assert.equal(when({ ...idle, task }, "centre.earlier"), true)
  assert.equal(when(idle, "centre.earlier"), "centre.why_no_task")
  assert.equal(when({ ...idle, task: { ...task, state: "ended" } }, "centre.earlier"), "centre.why_no_task")
  assert.equal(when({ ...idle, task, shut: true }, "centre.earlier"), "kit.why_hidden")
})
