/**
 * Counts the red rows of the room in what `benchmarks/red_rows.py` kept of an evening, by the rule before decision 0327 and by today's.
 *
 *   node tools/red-rows.ts FILE      one look at the room's board a line; prints JSON
 */

import { readFileSync } from "node:fs"
import { type AttentionItem, attentionItems } from "../src/features/room/attention.ts"
import { everyReason } from "../src/features/room/one-row.ts"
import { type RoomBoard, sortableTime } from "../src/features/room/room-board.ts"
import { isLate, type WorkItem, workItems } from "../src/features/room/work-items.ts"
import { actorsOf } from "./alarm-actors.ts"

interface Look extends RoomBoard {
  readonly at: string
}
interface Row {
  readonly kind: string
  readonly act: boolean
}

const isRed = (need: AttentionItem, now_ms: number): boolean =>
  need.red_s !== null && sortableTime(need.since) + need.red_s * 1000 <= now_ms

/** As the board was told before: what somebody sees to is as red as what nobody does. */
function unanswered(of: RoomBoard): RoomBoard {
  const watches = of.watches.map((each) =>
    each.state === "answered" ? { ...each, state: "fired" as const } : each,
  )
  return { ...of, watches }
}
function needRows(needs: readonly AttentionItem[], now_ms: number): readonly Row[] {
  return needs
    .filter((each) => isRed(each, now_ms))
    .map((each) => ({ kind: each.kind, act: actorsOf(each.act).length > 0 }))
}
function workRows(work: readonly WorkItem[], now_ms: number): readonly Row[] {
  return work
    .filter((each) => isLate(each, now_ms))
    .map((each) => ({ kind: kindOf(each), act: each.answers !== null }))
}
function kindOf(each: WorkItem): string {
  if (each.watch) return each.watch.kind
  return each.task?.unowned ? "task:unowned" : `task:${each.task?.state}`
}

class Count {
  #looks: number[] = []
  readonly kinds = new Map<string, number>()
  readonly without = new Set<string>()
  add(rows: readonly Row[]): void {
    this.#looks.push(rows.length)
    for (const { kind, act } of rows) {
      this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1)
      if (!act) this.without.add(kind)
    }
  }
  get told() {
    const looks = this.#looks
    const mean = looks.reduce((sum, each) => sum + each, 0) / Math.max(1, looks.length)
    const share = (kinds: number) => Math.round((100 * kinds) / Math.max(1, looks.length)) / 100
    return {
      mean: Math.round(mean * 100) / 100,
      max: Math.max(0, ...looks),
      mean_by_kind: Object.fromEntries(
        [...this.kinds].sort((a, b) => b[1] - a[1]).map(([kind, n]) => [kind, share(n)]),
      ),
      without_act: [...this.without].sort(),
    }
  }
}

const [, , file] = process.argv
if (file === undefined) throw new Error("which file?")
const looks = readFileSync(file, "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Look)
const count = {
  before: { needs: new Count(), work: new Count() },
  after: { needs: new Count(), work: new Count() },
}
for (const look of looks) {
  const now_ms = Date.parse(look.at)
  const before = unanswered(look)
  count.before.needs.add(needRows(everyReason(attentionItems(before, "room")), now_ms))
  count.before.work.add(workRows(workItems(before), now_ms))
  count.after.needs.add(needRows(attentionItems(look, "room"), now_ms))
  count.after.work.add(workRows(workItems(look), now_ms))
}
process.stdout.write(
  JSON.stringify({
    looks: looks.length,
    from: looks[0]?.at,
    to: looks.at(-1)?.at,
    before: { me_necesita: count.before.needs.told, vigilancias: count.before.work.told },
    after: { me_necesita: count.after.needs.told, vigilancias: count.after.work.told },
  }),
)
