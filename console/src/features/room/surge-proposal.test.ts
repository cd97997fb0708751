import assert from "node:assert/strict"
import { test } from "node:test"
import type { CaseRow } from "../../protocol/generated.ts"
import { surgeProposal } from "./surge-proposal.ts"

const NOW = Date.parse("2026-12-01T06:00:00Z")
const content = {
  types: { "PCV-08": { protocol: "pcv-terremoto" }, "TRA-01": { protocol: "tra-accidente" }, "GES-02": {} },
  protocols: {
    "pcv-terremoto": { surge: true, title: { es: "Terremoto o maremoto" } },
    "tra-accidente": { title: { es: "Accidente" } },
  },
}
const incident = (type: string | null, calls: number, more: Partial<CaseRow> = {}): CaseRow =>
  ({
    type,
    state: "open",
    opened_at: "2026-12-01T05:30:00Z",
    calls: Array.from({ length: calls }, (_, nth) => `${nth}`),
    ...more,
  }) as CaseRow

test("many calls of a protocol for a surge are told, over all its open cases of the last hour", () => {
  const proposal = { title: { es: "Terremoto o maremoto" }, calls: 10 }
  assert.deepEqual(surgeProposal([incident("PCV-08", 7), incident("PCV-08", 3)], content, NOW), proposal)
  assert.equal(surgeProposal([incident("PCV-08", 9)], content, NOW), undefined)
  assert.equal(surgeProposal([incident("TRA-01", 40)], content, NOW), undefined)
  assert.equal(surgeProposal([incident("PCV-08", 40, { state: "closed" })], content, NOW), undefined)
  const before = incident("PCV-08", 40, { opened_at: "2026-12-01T04:30:00Z" })
  assert.equal(surgeProposal([before, incident(null, 40), incident("GES-02", 40)], content, NOW), undefined)
})

test("calls of the last hour count, whenever their incident was opened", () => {
  const at = (iso: string, nth: number) => {
    const hex = Date.parse(iso).toString(16).padStart(12, "0")
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(nth).padStart(12, "0")}`
  }
  const calls = (iso: string, count: number) => Array.from({ length: count }, (_, nth) => at(iso, nth))
  const quake = (ids: string[]) => incident("PCV-08", 0, { opened_at: "2026-12-01T04:30:00Z", calls: ids })
  const late = calls("2026-12-01T05:10:00Z", 10)
  const early = calls("2026-12-01T04:40:00Z", 40)
  assert.equal(surgeProposal([quake([...early, ...late])], content, NOW)?.calls, 10)
  assert.equal(surgeProposal([quake(early)], content, NOW), undefined)
})
