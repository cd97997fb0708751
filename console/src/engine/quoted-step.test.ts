import assert from "node:assert/strict"
import { test } from "node:test"
import { stepQuoted } from "./quoted-step.ts"

const rhythm = {
  say: { es: "Rápido, conmigo: uno, dos, tres, cuatro." },
  by_voice: true,
  write: { es: "Rápido: dos veces cada segundo." },
}

test("of a mark on the caller's page the step is quoted as it was read, of anything else as it was said", () => {
  assert.equal(stepQuoted(rhythm, { kind: "calls.call.caller_marked" }), rhythm.write)
  assert.equal(stepQuoted(rhythm, { kind: "instructions.step.said" }), rhythm.say)
  const both = { say: { es: "Túmbele boca arriba." } }
  assert.equal(stepQuoted(both, { kind: "calls.call.caller_marked" }), both.say)
})
