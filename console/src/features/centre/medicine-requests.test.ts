import assert from "node:assert/strict"
import { test } from "node:test"
import type { DictationRow } from "../../protocol/generated.ts"
import { medicineRequests, proofLines } from "./medicine-requests.ts"

const row = (more: Partial<DictationRow>): DictationRow =>
  ({ run: "r1", case: "c1", card: "dolor-toracico", digest: "d", closed_at: null, ...more }) as DictationRow
const asked = (at: string) => ({ step: "aspirina", by: "Iria", at, proof: { golpe: "N" }, refused: null })

test("what waits in the case in hand stands there, the first asked first; a closed card asks for nothing", () => {
  const rows = [
    row({ run: "r1", requests: [asked("2026-12-01T10:02:00Z")] }),
    row({ run: "r2", requests: [asked("2026-12-01T10:01:00Z")] }),
    row({ run: "r3", case: "c2", requests: [asked("2026-12-01T10:00:00Z")] }),
    row({ run: "r4", closed_at: "2026-12-01T10:03:00Z", requests: [asked("2026-12-01T10:00:00Z")] }),
    row({ run: "r5" }),
  ]
  assert.deepEqual(
    medicineRequests(rows, "c1").map((each) => each.run),
    ["r2", "r1"],
  )
  assert.deepEqual(medicineRequests(rows, undefined), [])
})

test("what was refused before is said when it is asked for again, in the same card and in another", () => {
  const refused = {
    step: "aspirina",
    at: "2026-12-01T10:00:00Z",
    by: "Lia Fons",
    reason: "lleva anticoagulantes",
  }
  const again = { ...asked("2026-12-01T10:02:00Z"), refused }
  const of = (...rows: readonly DictationRow[]) => medicineRequests(rows, "c1").map((each) => each.refused)
  assert.deepEqual(of(row({ requests: [again] })), [refused])
  const fresh = row({ run: "r2", requests: [asked("2026-12-01T10:02:00Z")] as never })
  assert.deepEqual(of(row({ closed_at: "2026-12-01T10:01:00Z", refusals: [refused] }), fresh), [refused])
  assert.deepEqual(of(row({ case: "c2", refusals: [refused] }), fresh), [null], "another case's")
  assert.deepEqual(of(row({ refusals: [{ ...refused, step: "naloxona" }] }), fresh), [null])
})

test("what proves it is said in the words of the interview that asked it, and by its code where none is known", () => {
  const ask = { es: "¿Se ha dado un golpe?" }
  const protocol = () => ({
    questions: [{ id: "golpe", ask, answers: [{ code: "N", label: { es: "No" } }] }] as never,
  })
  const runs = [{ protocol: "san-dolor-toracico", answers: { golpe: "N" } }]
  assert.deepEqual(proofLines({ golpe: "N", menor: "N" }, runs, protocol), [
    { question: "golpe", ask, answer: "N", label: { es: "No" } },
    { question: "menor", ask: undefined, answer: "N", label: undefined },
  ])
})
