import assert from "node:assert/strict"
import { test } from "node:test"
import type { CallRow, KnownFix, Position } from "../../protocol/generated.ts"
import { vehicleCall, vehiclePath } from "./vehicle.ts"

const HERE = { lat: 52.2, lon: 5.2 }
const fix = (lat: number, more: Partial<Position>): KnownFix => ({
  position: {
    point: { lat, lon: 5.2 },
    source: "ecall",
    at: "2026-12-02T02:00:00Z",
    received_at: "2026-12-02T02:00:09Z",
    ...more,
  },
  shown: null,
})

test("the latest place of before comes first, with its way from where the vehicle is", () => {
  const { now, before } = vehiclePath([
    fix(52.198, { flags: ["earlier"] }),
    fix(52.199, { flags: ["earlier"] }),
    fix(HERE.lat, {}),
  ])
  assert.deepEqual(now, HERE)
  assert.deepEqual(
    before.map(({ point, away }) => [point.lat, away && Math.round(away.metres / 10), away?.direction]),
    [
      [52.199, 11, "s"],
      [52.198, 22, "s"],
    ],
  )
})

test("a newer message and fixes of the telephone bring no place of before with them", () => {
  const newer = "2026-12-02T02:01:00Z"
  const { now, before } = vehiclePath([
    fix(52.199, { flags: ["earlier"] }),
    fix(52.1, {}),
    fix(HERE.lat, { received_at: newer }),
    fix(40, { source: "aml", received_at: newer }),
  ])
  assert.deepEqual([now, before], [HERE, []])
})

test("places of before stand also where the vehicle does not say where it is", () => {
  const { now, before } = vehiclePath([fix(52.199, { flags: ["earlier"] })])
  assert.deepEqual([now, before], [null, [{ point: { lat: 52.199, lon: 5.2 }, away: null }]])
})

test("the call in hand goes before other callers, and a call without a vehicle has none", () => {
  const call = (id: string, ecall: unknown) => ({ id, ecall }) as CallRow
  const [walker, car, lorry] = [call("1", null), call("2", {}), call("3", {})]
  assert.equal(vehicleCall([undefined, walker, car, lorry])?.id, "2")
  assert.equal(vehicleCall([walker]), undefined)
})
