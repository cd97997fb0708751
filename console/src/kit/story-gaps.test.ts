import assert from "node:assert/strict"
import { test } from "node:test"
import { withoutGaps } from "./story-gaps.ts"

test("a line has no colon that heads nothing, and no gap of what was not said", () => {
  assert.equal(withoutGaps("Paciente:    "), "Paciente")
  assert.equal(withoutGaps("Alertante:   · está en el lugar"), "Alertante: está en el lugar")
  assert.equal(withoutGaps("  · guía 128"), "guía 128")
  assert.equal(withoutGaps("Posición del teléfono ± m"), "Posición del teléfono")
  assert.equal(withoutGaps("Posición del teléfono ±12 m"), "Posición del teléfono ±12 m")
})

test("a colon that a person wrote stays", () => {
  assert.equal(withoutGaps("Nota: lo que dijo:"), "Nota: lo que dijo:")
  assert.equal(withoutGaps("Nota: 12:30"), "Nota: 12:30")
})
