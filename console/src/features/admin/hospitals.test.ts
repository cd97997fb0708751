import assert from "node:assert/strict"
import { test } from "node:test"
import type { HospitalRecord } from "../../protocol/generated.ts"
import { hospitalCommand, hospitalDraftOf, hospitalErrors } from "./hospitals.ts"

const COMARCAL: HospitalRecord = {
  id: "h1",
  mode: "real",
  name: "Comarcal",
  place: { lat: 41.9, lon: 1.9 },
  phone: "+34999002200",
  can: ["trauma", "stroke"],
}

test("a new hospital needs a name and a place, and is added", () => {
  const draft = hospitalDraftOf(null)
  assert.deepEqual(hospitalErrors(draft, null), {
    name: "admin.error.required",
    place: "admin.error.required",
  })
  assert.equal(hospitalCommand(draft, "h2"), null)
  const whole = { ...draft, name: " General ", place: COMARCAL.place }
  assert.deepEqual(hospitalErrors(whole, null), {})
  assert.deepEqual(hospitalCommand(whole, "h2"), {
    kind: "hospitals.add",
    hospital: "h2",
    name: "General",
    place: COMARCAL.place,
    phone: null,
    can: [],
  })
})

test("a hospital that is there is changed, and does not lose its telephone by an empty field", () => {
  const draft = hospitalDraftOf(COMARCAL)
  assert.deepEqual(hospitalErrors(draft, COMARCAL), {})
  assert.equal(hospitalCommand(draft, "h1")?.kind, "hospitals.change")
  assert.equal(hospitalErrors({ ...draft, phone: " " }, COMARCAL).phone, "admin.error.required")
  assert.equal(hospitalErrors({ ...draft, phone: "112" }, COMARCAL).phone, "admin.error.phone")
})

test("somebody says that a hospital has no telephone of its own any more, whatever the field holds", () => {
  const draft = { ...hospitalDraftOf(COMARCAL), no_phone: true }
  assert.deepEqual(hospitalErrors(draft, COMARCAL), {})
  const command = hospitalCommand(draft, "h1")
  assert.deepEqual(command?.kind === "hospitals.change" && [command.phone, command.no_phone], [null, true])
})
