import assert from "node:assert/strict"
import { test } from "node:test"
import { groupsOf } from "./option-groups.ts"

test("neighbours of one group are one run, in their order", () => {
  const runs = groupsOf([
    { value: "a", group: "one" },
    { value: "b", group: "one" },
    { value: "c", group: "two" },
  ])
  assert.deepEqual(
    runs.map((run) => [run.group, run.members.map((option) => option.value).join("")]),
    [
      ["one", "ab"],
      ["two", "c"],
    ],
  )
})

const FREE: readonly { readonly value: string; readonly group?: string }[] = [{ value: "a" }, { value: "b" }]
test("options without a group are one run without a name", () => {
  assert.deepEqual(
    groupsOf(FREE).map((run) => [run.group, run.members.length]),
    [[undefined, 2]],
  )
})
