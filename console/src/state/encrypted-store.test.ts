import assert from "node:assert/strict"
import { test } from "node:test"
import {
  type Disk,
  type EncryptedRecord,
  EncryptedStore,
  type StoredKey,
  type Written,
} from "./encrypted-store.ts"
import { LocalStore } from "./local-store.ts"
import type { QueuedCommand } from "./outbox.ts"
import { outboxStore } from "./outbox-store.ts"

/** What IndexedDB does, in memory; each call is one transaction. The real one is tried in a browser (test_unit_kept.py). */
class MemoryDisk implements Disk {
  keys = new Map<string, StoredKey>()
  records = new Map<string, Map<string, EncryptedRecord>>()
  full = false

  async key(drawer: string, fresh: StoredKey): Promise<StoredKey> {
    const there = this.keys.get(drawer) ?? fresh
    this.keys.set(drawer, there)
    return there
  }
  async all(drawer: string) {
    const key = this.keys.get(drawer)
    return key === undefined ? null : { key, records: new Map(this.records.get(drawer)) }
  }
  async put(
    drawer: string,
    id: string,
    sealed: EncryptedRecord,
    key: StoredKey,
    remake: boolean,
  ): Promise<Written> {
    if (this.full) throw new Error("QuotaExceededError")
    const there = this.keys.get(drawer)
    if (there !== undefined && there.id !== key.id) return there
    if (there === undefined && !remake) return "no_key"
    if (there === undefined) this.keys.set(drawer, key)
    const records = this.records.get(drawer) ?? new Map<string, EncryptedRecord>()
    this.records.set(drawer, records.set(id, sealed))
    return "written"
  }
  async drop(drawer: string, id: string): Promise<void> {
    this.records.get(drawer)?.delete(id)
  }
  async destroy(drawer: string, onlyEmpty: boolean): Promise<void> {
    if (onlyEmpty && (this.records.get(drawer)?.size ?? 0) > 0) return
    this.keys.delete(drawer)
    this.records.delete(drawer)
  }
  /** Everything that lies there, as text: what somebody finds who has the disk. */
  get bytes(): string {
    const all = [...this.records.values()].flatMap((each) => [...each.values()])
    return all.map(({ data }) => Buffer.from(data).toString("latin1")).join("")
  }
}

const KEPT = { remake: false }
const ADDRESS = "Calle Mayor 12, codigo 2580"

test("what is kept comes back, and lies on the disk as nothing that can be read", async () => {
  const disk = new MemoryDisk()
  const store = await EncryptedStore.open(disk, "kept", KEPT)
  assert.equal(await store.put("unit", { address: ADDRESS }), true)
  assert.ok(!disk.bytes.includes("Mayor"))
  assert.equal(disk.keys.get("kept")?.key.extractable, false)
  const again = await EncryptedStore.open(disk, "kept", KEPT)
  assert.deepEqual([...(await again.all())], [["unit", { address: ADDRESS }]])
})

test("the same record is sealed otherwise each time, and opens in its own place alone", async () => {
  const disk = new MemoryDisk()
  const store = await EncryptedStore.open(disk, "kept", KEPT)
  await store.put("a", ADDRESS)
  const first = disk.records.get("kept")?.get("a") as EncryptedRecord
  await store.put("a", ADDRESS)
  const second = disk.records.get("kept")?.get("a") as EncryptedRecord
  assert.notDeepEqual(new Uint8Array(first.data), new Uint8Array(second.data))
  disk.records.get("kept")?.set("b", first)
  assert.deepEqual([...(await store.all()).keys()], ["a"])
  assert.equal(disk.records.get("kept")?.has("b"), false, "what nobody can read is thrown away")
})

test("with the key everything is gone, and a window that still has it writes nothing back", async () => {
  const disk = new MemoryDisk()
  const [one, other] = [
    await EncryptedStore.open(disk, "kept", KEPT),
    await EncryptedStore.open(disk, "kept", KEPT),
  ]
  await one.put("unit", ADDRESS)
  await one.destroy()
  assert.equal(await other.put("unit", ADDRESS), false)
  assert.deepEqual([...(await other.all())], [])
  assert.equal(disk.bytes, "")
})

test("a record is written with the key that the disk has by now", async () => {
  const disk = new MemoryDisk()
  const old = await EncryptedStore.open(disk, "kept", KEPT)
  await old.destroy()
  const next = await EncryptedStore.open(disk, "kept", KEPT)
  assert.equal(await old.put("unit", "late"), true)
  assert.deepEqual([...(await next.all()).values()], ["late"])
})

test("two windows that open at once have one key", async () => {
  const disk = new MemoryDisk()
  const windows = await Promise.all([1, 2, 3].map(() => EncryptedStore.open(disk, "kept", KEPT)))
  await Promise.all(windows.map((each, nth) => each.put(`${nth}`, nth)))
  assert.deepEqual([...(await (windows[0] as EncryptedStore).all()).values()].sort(), [0, 1, 2])
})

// --- what a crew's page keeps -------------------------------------------------------------------------

function browser(disk: MemoryDisk | null, clear: Record<string, string> = {}) {
  const heard: (() => void)[] = []
  const open = () => {
    const mine: { heard: () => void } = { heard: () => {} }
    const store = new LocalStore({
      disk: async () => disk,
      takeClear() {
        const found = new Map(Object.entries(clear))
        for (const name of found.keys()) delete clear[name]
        return found
      },
      tell: () => {
        for (const each of heard) if (each !== mine.heard) each()
      },
      onTold: (act) => {
        mine.heard = act
        heard.push(act)
      },
    })
    return store
  }
  return { open, clear }
}

test("a page reads at once what the one before it kept, and the newest is on the disk", async () => {
  const disk = new MemoryDisk()
  const { open } = browser(disk)
  const page = open()
  await page.open()
  assert.equal(page.durable, true)
  for (let nth = 0; nth <= 50; nth += 1) page.setItem("unit", `job ${nth}`)
  assert.equal(page.getItem("unit"), "job 50")
  await page.settled()
  const reloaded = open()
  await reloaded.open()
  assert.equal(reloaded.getItem("unit"), "job 50")
})

test("what an older page left in clear is taken over and is gone from there", async () => {
  const disk = new MemoryDisk()
  const { open, clear } = browser(disk, { unit: ADDRESS, session: "{}" })
  const page = open()
  await page.open()
  await page.settled()
  assert.deepEqual(clear, {})
  assert.equal(page.getItem("unit"), ADDRESS)
  assert.ok(!disk.bytes.includes("Mayor"))
})

test("signing out in one window ends it in the other, which keeps nothing from then on", async () => {
  const disk = new MemoryDisk()
  const { open } = browser(disk)
  const [one, other] = [open(), open()]
  await Promise.all([one.open(), other.open()])
  let told = 0
  other.onDestroyed = () => {
    told += 1
  }
  other.setItem("unit", ADDRESS)
  await other.settled()
  await one.destroy()
  assert.deepEqual([told, other.getItem("unit"), disk.bytes, disk.keys.size], [1, null, "", 0])
  other.setItem("unit", ADDRESS)
  await other.settled()
  assert.equal(disk.bytes, "")
  await other.destroy()
  assert.equal(told, 1, "windows do not tell one another without end")
  await one.open()
  one.setItem("unit", "another shift")
  assert.equal(one.getItem("unit"), "another shift")
})

test("without WebCrypto it lives in memory, and what lay in clear is removed", async () => {
  const { open, clear } = browser(null, { unit: ADDRESS })
  const page = open()
  await page.open()
  assert.deepEqual(clear, {})
  page.setItem("unit", ADDRESS)
  assert.deepEqual([page.durable, page.getItem("unit")], [false, ADDRESS])
  await page.destroy()
  assert.equal(page.getItem("unit"), null)
})

test("a full disk loses nothing that the page has, and is tried again", async () => {
  const disk = new MemoryDisk()
  const { open } = browser(disk)
  const page = open()
  await page.open()
  disk.full = true
  page.setItem("unit", ADDRESS)
  await page.settled()
  assert.equal(page.getItem("unit"), ADDRESS)
  disk.full = false
  page.setItem("route", "r")
  await page.settled()
  const reloaded = open()
  await reloaded.open()
  assert.equal(reloaded.getItem("unit"), ADDRESS)
})

// --- commands that wait -------------------------------------------------------------------------------

function local(text?: string): Storage {
  const items = new Map<string, string>(text === undefined ? [] : [["auxilio.outbox", text]])
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  } as unknown as Storage
}
const waiting = (id: string): QueuedCommand => ({ id, person: "crew", lane: "l", command: { kind: ADDRESS } })
const ids = (list: readonly QueuedCommand[]) => list.map(({ id }) => id)

for (const kind of ["encrypted", "clear"] as const) {
  test(`commands come back in their order, those of every window, until they are answered (${kind})`, async () => {
    const disk = kind === "encrypted" ? new MemoryDisk() : null
    const storage = local()
    const [one, other] = [outboxStore(async () => disk, storage), outboxStore(async () => disk, storage)]
    for (const id of ["z", "b"]) assert.equal(await one.put(waiting(id)), true)
    assert.equal(await other.put(waiting("a")), true)
    await one.drop("b")
    const reloaded = outboxStore(async () => disk, storage)
    assert.deepEqual(ids(await reloaded.all()), ["z", "a"])
    if (disk !== null) assert.ok(!disk.bytes.includes("Mayor"))
    if (disk !== null) assert.equal(storage.getItem("auxilio.outbox"), null)
  })
}

test("what an older page left waiting in clear is taken over, in its order", async () => {
  const disk = new MemoryDisk()
  const storage = local(JSON.stringify([waiting("2"), waiting("1")]))
  const store = outboxStore(async () => disk, storage)
  assert.deepEqual(ids(await store.all()), ["2", "1"])
  assert.equal(storage.getItem("auxilio.outbox"), null)
  assert.ok(!disk.bytes.includes("Mayor"))
})

test("the key of what waits stays until nothing waits, also when somebody signs out", async () => {
  const disk = new MemoryDisk()
  const store = outboxStore(async () => disk, local())
  await store.put(waiting("1"))
  await store.tidy()
  assert.deepEqual(ids(await outboxStore(async () => disk, local()).all()), ["1"])
  await store.drop("1")
  await store.tidy()
  assert.equal(disk.keys.size, 0)
  assert.equal(await store.put(waiting("2")), true, "a press after it has a key again")
  assert.deepEqual(ids(await outboxStore(async () => disk, local()).all()), ["2"])
})

test("a browser that keeps no keys keeps commands as it can", async () => {
  const disk = new MemoryDisk()
  disk.key = () => Promise.reject(new DOMException("cannot be cloned", "DataCloneError"))
  const storage = local()
  const store = outboxStore(async () => disk, storage)
  assert.equal(await store.put(waiting("1")), true)
  assert.deepEqual(ids(await outboxStore(async () => disk, storage).all()), ["1"])
})
