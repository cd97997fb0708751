import assert from "node:assert/strict"
import { test } from "node:test"
import type { NotificationRow, ReachableContact } from "../protocol/generated.ts"
import { isOpenNotification, notificationsOf, reachable, triedContacts } from "./notifications.ts"

const row = (id: string, more: Partial<NotificationRow> = {}): NotificationRow =>
  ({
    id,
    case: "c",
    state: "standing",
    contacts: ["Marta", "Joan"],
    attempts: [],
    asked_at: "2026-12-02T03:00:00Z",
    ...more,
  }) as NotificationRow
const attempt = (contact: number) =>
  ({ contact, way: "sms", at: "2026-12-02T03:00:00Z", state: "sent", code: "" }) as const

test("those of the case stand there, the open ones first and then the newest", () => {
  const rows = [
    row("elsewhere", { case: "d" }),
    row("known", { state: "acknowledged", asked_at: "2026-12-02T05:00:00Z" }),
    row("first"),
    row("nobody", { state: "exhausted", asked_at: "2026-12-02T04:00:00Z" }),
  ]
  assert.deepEqual(
    notificationsOf(rows, "c").map((each) => each.id),
    ["nobody", "first", "known"],
  )
  assert.deepEqual(notificationsOf(rows, null), [])
})

test("what nobody answered can still be acknowledged, and what was stopped cannot", () => {
  assert.ok(isOpenNotification({ state: "exhausted" }))
  assert.ok(!isOpenNotification({ state: "stopped" }))
})

test("who was sent a message can say that they know, each once", () => {
  assert.deepEqual(triedContacts(row("a", { attempts: [attempt(0), attempt(0), attempt(1)] })), [
    { contact: 0, name: "Marta" },
    { contact: 1, name: "Joan" },
  ])
  assert.deepEqual(triedContacts(row("a")), [])
})

test("whom no way reaches is telephoned", () => {
  const contact = (name: string, ways: ReachableContact["ways"]) =>
    ({ name, phone: "+34600000001", deputy: 0, until: null, ways, language: "es" }) as ReachableContact
  assert.deepEqual(
    reachable([contact("Centralita", []), contact("Marta", ["sms"])]).map((each) => each.name),
    ["Marta"],
  )
})
