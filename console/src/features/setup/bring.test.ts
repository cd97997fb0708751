import assert from "node:assert/strict"
import { test } from "node:test"
import { directoryGaps } from "./bring.ts"

test("who has no centre, and which centre nobody reaches, is told by name", () => {
  const agencies = [
    { id: "bom", name: "Bombers", phone: "+376100" },
    { id: "san", name: "Sanitat", phone: null },
    { id: "pol", name: "Policia", phone: null },
  ]
  const centres = [
    { id: "bom-1", agency: "bom", name: "Parc", phone: null },
    { id: "san-1", agency: "san", name: "Coordinació", phone: null },
    { id: "san-2", agency: "san", name: "Base", phone: null },
  ]
  const desks = [{ id: "d1", name: "Lloc 1", centre: "san-1" }]
  assert.deepEqual(directoryGaps({ agencies, centres, desks }), {
    withoutCentre: ["Policia"],
    withoutDesk: ["Base"],
  })
})
