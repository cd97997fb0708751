import assert from "node:assert/strict"
import { test } from "node:test"
import type { TaskRow } from "../../protocol/generated.ts"
import type { AskableCentre } from "../../state/directory.svelte.ts"
import { centresToAsk, offerTo, unheldFor, type Wanted } from "./centre-choice.ts"

const centre = (id: string, service: string, more: Partial<AskableCentre> = {}): AskableCentre => ({
  id,
  agency: id.slice(0, 3),
  name: id,
  phone: null,
  service,
  console: true,
  ...more,
})
const SAN = centre("san-9", "HEALTH")
const BOM = centre("bom-9", "FIRE", { console: false })
const POL = centre("pol-9", "POLICE")
const unheld = { id: "t1", service: "FIRE", capabilities: ["pump"] } as unknown as TaskRow
const wanted = (more: Partial<Wanted> = {}): Wanted => ({ unheld: [], missing: [], ...more })
const missing = [
  { code: "als", service: "HEALTH" },
  { code: "patrol", service: "POLICE" },
]
const CASE = { id: "c1", mode: "real", priority: 1, place: null } as const

test("centres of a service that is wanted stand first, the others by name", () => {
  const order = (given: Wanted) => centresToAsk([SAN, POL, BOM], given).map((each) => each.id)
  assert.deepEqual(order(wanted()), ["bom-9", "pol-9", "san-9"])
  assert.deepEqual(order(wanted({ unheld: [unheld] })), ["bom-9", "pol-9", "san-9"])
  assert.deepEqual(order(wanted({ missing })), ["pol-9", "san-9", "bom-9"])
})

test("a centre is asked for what is wanted of its service, and told by telephone where it has no console", () => {
  const offer = offerTo(SAN, wanted({ missing }), CASE, "t9")
  assert.deepEqual([offer.capabilities, offer.service, offer.by_telephone], [["als"], "HEALTH", false])
  assert.equal("instead_of" in offer, false)
  assert.equal(offerTo(BOM, wanted({ missing }), CASE, "t9").by_telephone, true)
})

test("of several parts that nobody has a centre of another service takes over none", () => {
  const police = { id: "t2", service: "POLICE", capabilities: ["patrol"] } as unknown as TaskRow
  assert.equal(unheldFor(POL, [unheld, police])?.id, "t2")
  assert.equal(unheldFor(SAN, [unheld, police]), undefined)
  assert.equal("instead_of" in offerTo(SAN, wanted({ unheld: [unheld, police], missing }), CASE, "t9"), false)
})

test("what nobody has goes to the centre that is chosen, whatever its service", () => {
  assert.equal(unheldFor(POL, [unheld])?.id, "t1")
  const offer = offerTo(POL, wanted({ unheld: [unheld], missing }), CASE, "t9")
  assert.deepEqual([offer.capabilities, offer.instead_of], [["pump"], "t1"])
})
