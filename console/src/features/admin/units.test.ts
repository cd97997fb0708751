import assert from "node:assert/strict"
import { test } from "node:test"
import type { UnitRecord } from "../../protocol/generated.ts"
import { capabilitiesOf, unitCommand, unitDraftOf, unitErrors } from "./units.ts"

const UNIT: UnitRecord = {
  id: "u1",
  callsign: "A-01",
  agency: "san",
  centre: "san-1",
  capabilities: ["als"],
  home: { lat: 41.5, lon: 1.5 },
  mode: "exercise",
  talk_group: null,
  phone: "+34600100061",
  radios: ["001-1-2001"],
  retired: false,
  out: false,
}

test("a unit that is known can be sent as it is, and is stated whole", () => {
  const draft = unitDraftOf(UNIT)
  assert.deepEqual(unitErrors(draft), {})
  const { out: _out, id, ...fixed } = UNIT
  assert.deepEqual(unitCommand(draft, id, "exercise"), { kind: "dispatch.register_unit", unit: id, ...fixed })
})

test("a radio is written as it is kept, whatever its noughts, and what is none is said", () => {
  const draft = { ...unitDraftOf(UNIT), radios: "214-0001-02001; 214-1-3001" }
  assert.deepEqual(unitErrors(draft), {})
  assert.deepEqual(unitCommand(draft, "u1", "real")?.radios, ["214-1-2001", "214-1-3001"])
  assert.deepEqual(unitErrors({ ...draft, radios: "2001" }), { radios: "admin.error.radios" })
})

test("a new one says all that it lacks at once", () => {
  assert.deepEqual(unitErrors({ ...unitDraftOf(null), callsign: "a 1", phone: "123" }), {
    callsign: "admin.error.callsign",
    centre: "admin.error.required",
    capabilities: "admin.error.capabilities",
    home: "admin.error.required",
    phone: "admin.error.phone",
  })
  assert.equal(unitCommand(unitDraftOf(null), "u2", "real"), null)
})

test("what units of the agency can do comes first; all of it where the agency has none yet", () => {
  const all = ["als", "boat", "ladder"]
  const units = [
    UNIT,
    { ...UNIT, id: "u2", capabilities: ["boat"], retired: true },
    { ...UNIT, id: "u3", agency: "bom", capabilities: ["ladder"] },
  ] as UnitRecord[]
  assert.deepEqual(capabilitiesOf(all, units, "san"), { own: ["als"], others: ["boat", "ladder"] })
  assert.deepEqual(capabilitiesOf(all, units, "new"), { own: all, others: [] })
})
