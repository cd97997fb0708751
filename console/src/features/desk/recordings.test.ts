import assert from "node:assert/strict"
import { test } from "node:test"
import { type CardRecordings, playbackRefusal, recordingFor } from "./recordings.ts"

const say = { es: "Empuje fuerte.", fr: "Appuyez fort." }
const made = (...languages: readonly string[]): CardRecordings => ({
  push: Object.fromEntries(
    languages.map((language) => [language, { digest: language, language, seconds: 3, draft: true }]),
  ),
})
const found = (known: CardRecordings | undefined, language: string, step = "push") =>
  recordingFor(known, step, say, language)?.language

test("a step is played in the caller's language, and in no other where it could be read in theirs", () => {
  assert.equal(found(made("es", "fr"), "fr"), "fr")
  assert.equal(found(made("es", "fr"), "fr-CA"), "fr")
  assert.equal(found(made("es"), "fr"), undefined)
})

test("where there are no words in the caller's language it is what stands on screen, or what there is", () => {
  assert.equal(found(made("es", "fr"), "de"), "es")
  assert.equal(found(made("fr"), "de"), "fr")
})

test("nothing is played of another step, nor before it is known what there is", () => {
  assert.equal(found(made("es"), "es", "pull"), undefined)
  assert.equal(found(undefined, "es"), undefined)
})

test("nothing is played into a call where nobody would hear it", () => {
  const hearing = { call: { state: "answered" }, spoken: true, line: "up" }
  assert.equal(playbackRefusal(hearing), true)
  assert.equal(playbackRefusal({ ...hearing, line: "apart" }), true)
  assert.equal(playbackRefusal({ ...hearing, call: { state: "held" } }), "desk.why_held")
  assert.equal(playbackRefusal({ ...hearing, call: { state: "consulting" } }), "desk.why_held")
  assert.equal(playbackRefusal({ ...hearing, call: undefined }), "desk.why_no_call")
  assert.equal(playbackRefusal({ ...hearing, call: { state: "ringing_back" } }), "desk.why_no_call")
  assert.equal(playbackRefusal({ ...hearing, spoken: false }), "voice.why_not_spoken")
  assert.equal(playbackRefusal({ ...hearing, line: "lost" }), "desk.why_no_line")
})
