import assert from "node:assert/strict"
import { test } from "node:test"
import type { RadioOverview } from "../../protocol/generated.ts"
import { findIn, radioLines } from "./radio.ts"

const OVERVIEW: RadioOverview = {
  plan: {},
  carriers: [
    { unit: "u1", callsign: "A-1", agency: "san", radios: ["214-1-1", "214-1-2"], talk_group: "SAN-1" },
    { unit: "u2", callsign: "A-2", agency: "san", radios: [], talk_group: null },
  ],
  unassigned: ["214-1-9"],
  findings: [],
}

test("each radio is a line with its unit, those of no unit first, and a unit without one is a line too", () => {
  const lines = radioLines(OVERVIEW)
  assert.deepEqual(
    lines.map(({ radio, callsign, state }) => [radio, callsign, state]),
    [
      ["214-1-9", "", "unassigned"],
      ["214-1-1", "A-1", "carried"],
      ["214-1-2", "A-1", "carried"],
      ["", "A-2", "none"],
    ],
  )
  assert.equal(new Set(lines.map(({ id }) => id)).size, 4)
  assert.deepEqual(
    findIn(lines, "a-1 214-1-2", (one) => [one.callsign, one.radio]).map(({ radio }) => radio),
    ["214-1-2"],
  )
})
