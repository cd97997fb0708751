import assert from "node:assert/strict"
import { test } from "node:test"
import type { OperationRow } from "../protocol/generated.ts"
import { isInsideRing } from "../state/earth.ts"
import { nearestPlace, operationsCovering, sortOperations, timeLeft, zoneDateTime } from "./operations.ts"

const RING = [
  { lat: 41.9, lon: 1.89 },
  { lat: 41.9, lon: 1.92 },
  { lat: 41.93, lon: 1.92 },
  { lat: 41.93, lon: 1.89 },
]
const IN = { lat: 41.91, lon: 1.9 }
const row = (id: string, state: OperationRow["state"], more: object = {}): OperationRow =>
  ({
    id,
    state,
    began_at: null,
    details: {
      ring: RING,
      starts_at: "2026-08-15T16:00:00Z",
      ends_at: "2026-08-15T20:00:00Z",
      places: [
        { name: "Puerta 1", kind: "gate", point: { lat: 41.911, lon: 1.9 } },
        { name: "Puerta 2", kind: "gate", point: { lat: 41.9101, lon: 1.9 } },
        { name: "Botiquín", kind: "first_aid", point: IN },
      ],
    },
    ...more,
  }) as unknown as OperationRow

test("a place lies in a ring or outside it, also of one that bends inwards", () => {
  assert.equal(isInsideRing(RING, IN), true)
  assert.equal(isInsideRing(RING, { lat: 41.94, lon: 1.9 }), false)
  const bent = [...RING.slice(0, 3), { lat: 41.905, lon: 1.905 }, ...RING.slice(3)]
  assert.equal(isInsideRing(bent, { lat: 41.92, lon: 1.905 }), false)
})

test("only what runs covers a place", () => {
  const rows = [row("a", "planned"), row("b", "active"), row("c", "ending")]
  assert.deepEqual(
    operationsCovering(rows, IN).map((each) => each.id),
    ["b"],
  )
  assert.deepEqual(operationsCovering(rows, null), [])
})

test("a crew is met at the nearest gate, not at a first-aid post", () => {
  assert.equal(nearestPlace(row("a", "active"), IN)?.place.name, "Puerta 2")
  assert.equal(
    nearestPlace(row("a", "active", { details: { ...row("a", "active").details, places: [] } }), IN),
    null,
  )
})

test("what runs comes first, what is over last", () => {
  const rows = [row("a", "ended"), row("b", "planned"), row("c", "active"), row("d", "ending")]
  assert.deepEqual(
    sortOperations(rows).map((each) => each.id),
    ["c", "d", "b", "a"],
  )
})

test("it counts to its start, then to its end, then not at all", () => {
  const it = row("a", "planned")
  assert.deepEqual(timeLeft(it, Date.parse("2026-08-14T14:30:00Z")), {
    to: "starts",
    days: 1,
    hours: 1,
    minutes: 30,
    share: 0,
  })
  const on = timeLeft({ ...it, state: "active" }, Date.parse("2026-08-15T18:00:00Z"))
  assert.deepEqual([on.to, on.hours, on.share], ["ends", 2, 0.5])
  assert.equal(timeLeft({ ...it, state: "ending" }, Date.parse("2026-08-15T21:00:00Z")).to, "over")
})

test("a moment is shown by the clock of its zone, in summer and in winter", () => {
  assert.equal(zoneDateTime("2026-08-15T16:00:00Z", "Europe/Madrid"), "2026-08-15T18:00")
  assert.equal(zoneDateTime("2026-01-15T23:30:00Z", "Europe/Madrid"), "2026-01-16T00:30")
})
