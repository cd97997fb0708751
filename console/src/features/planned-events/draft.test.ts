import assert from "node:assert/strict"
import { test } from "node:test"
import { invalidFields, newOperationDraft, operationDraftOf, plannedOf } from "./draft.ts"

const NOW = Date.parse("2026-08-15T10:20:00Z")
const RING = [
  { lat: 41.9, lon: 1.89 },
  { lat: 41.9, lon: 1.92 },
  { lat: 41.93, lon: 1.92 },
]
const whole = () => ({ ...newOperationDraft("Europe/Madrid", NOW, "pc"), name: "Festa Major", ring: RING })

test("a new one begins at the next hour, by the clock on the wall", () => {
  const draft = newOperationDraft("Europe/Madrid", NOW, "pc")
  assert.deepEqual([draft.starts, draft.ends], ["2026-08-15T13:00", "2026-08-15T19:00"])
  assert.deepEqual(invalidFields(draft), ["name", "ring"])
})

test("an end before the start, a number that is none and a line for nobody are said where they are", () => {
  const draft = {
    ...whole(),
    ends: "2026-08-15T12:00",
    crowd: "mucha",
    phone: "112",
    plan: [{ services: [], types: "", up_to: "4" }],
  }
  assert.deepEqual(invalidFields(draft), ["ends", "crowd", "phone", "plan"])
})

test("what was stated is stated again as it was", () => {
  const draft = {
    ...whole(),
    crowd: "12000",
    phone: "+34 600 100 112",
    places: [
      {
        name: " Puerta 4 ",
        kind: "gate" as const,
        said: "Gate 4, río",
        point: RING[0] as { lat: number; lon: number },
      },
    ],
  }
  const planned = plannedOf(draft)
  assert.deepEqual([planned.crowd, planned.phone], [12000, "+34600100112"])
  assert.deepEqual(planned.places?.[0], {
    name: "Puerta 4",
    kind: "gate",
    point: RING[0],
    said: ["Gate 4", "río"],
  })
  const details = {
    ...planned,
    starts_at: "2026-08-15T11:00:00Z",
    ends_at: "2026-08-15T17:00:00Z",
    post: {
      centre: "post-1",
      name: planned.name,
      agency: "pc",
      agencies: ["pc"],
      desks: 2,
      phone: null,
      talk_group: "",
    },
  }
  assert.deepEqual(plannedOf(operationDraftOf({ details } as never)), planned)
})
