import assert from "node:assert/strict"
import { test } from "node:test"
import { everyHours, keepCounts, sizeParts, trimmed } from "./backups.ts"

const plan = {
  backup_folder: " /mnt/backups ",
  backup_keys_folder: "",
  backup_every_h: 5,
  backup_keep: 14,
  backup_recipients: "age1abc\n",
}

test("what is in force can be chosen although it is none of the choices", () => {
  assert.deepEqual(everyHours(plan), [1, 2, 3, 4, 5, 6, 8, 12, 24])
  assert.deepEqual(keepCounts(plan), [7, 14, 30, 60, 90])
})

test("blanks around a pasted path or key are left out", () => {
  assert.equal(trimmed(plan).backup_folder, "/mnt/backups")
  assert.equal(trimmed(plan).backup_recipients, "age1abc")
})

test("a size is told in the larger unit that fits", () => {
  assert.deepEqual(sizeParts(2_340_000, "en"), { unit: "mb", size: "2.3" })
  assert.deepEqual(sizeParts(1_500_000_000, "en"), { unit: "gb", size: "1.5" })
})
