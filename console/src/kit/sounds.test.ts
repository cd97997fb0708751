import assert from "node:assert/strict"
import { test } from "node:test"
import { highestAlarm, loudness, SOUNDS, type SoundName } from "./sounds.ts"

test("of the alarms that sound together only the highest is heard", () => {
  assert.equal(highestAlarm(["offered_p1", "crew_emergency", "nobody_has_it"]), "crew_emergency")
  assert.equal(highestAlarm(["offered_p1", "no_answer"]), "no_answer")
  assert.equal(highestAlarm([]), null)
})

test("everything that repeats has a rank, and no two share one", () => {
  const ranks = Object.values(SOUNDS).flatMap((sound) => ("every_ms" in sound ? [sound.rank] : []))
  assert.equal(new Set(ranks).size, ranks.length)
})

test("a person makes each sound as loud as they want, but for alarms about a life and a call that waits, which stay heard", () => {
  assert.equal(loudness("offered", {}), 1)
  assert.equal(loudness("offered", { offered: 25 }), 0.25)
  const silent = Object.fromEntries(Object.keys(SOUNDS).map((name) => [name, 0]))
  const heard = (Object.keys(SOUNDS) as SoundName[]).filter((name) => loudness(name, silent) > 0)
  assert.deepEqual(heard, ["crew_emergency", "nobody_has_it", "offered_p0", "no_answer", "call_enters"])
  assert.equal(loudness("crew_emergency", silent), 0.5)
})
