import assert from "node:assert/strict"
import { test } from "node:test"
import { RESTING, refusedRuns } from "./command-run.ts"

test("what was refused is forgotten with its caller, and what is on its way or pressed once stays", () => {
  const problem = { status: 409, code: "nothing_before", facts: {} } as never
  const runs = {
    refused: { ...RESTING, problem },
    under_way: { ...RESTING, progress: "slow" as const },
    again: { ...RESTING, problem, progress: "sending" as const },
    armed: { ...RESTING, armed: true },
    done: RESTING,
  }
  assert.deepEqual(refusedRuns(runs), ["refused"])
})
