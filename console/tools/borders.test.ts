import assert from "node:assert/strict"
import { test } from "node:test"
import { findBreaches, findCycles, findEarths, findLongFiles, findUnusedExports } from "./borders.ts"

const one = (path: string, text: string) => findBreaches([{ path, text }])

test("a feature that imports another is caught, also from a component", () => {
  assert.equal(
    one("features/desk/Page.svelte", '<script lang="ts">import X from "../room/X.svelte"</script>').length,
    1,
  )
  assert.equal(one("features/desk/Page.svelte", '<script>import X from "./X.svelte"</script>').length, 0)
})

test("state stays pure: no page, no words, no package but Svelte in a file of runes", () => {
  assert.equal(one("state/fold.ts", 'import { t } from "../i18n/i18n.svelte.ts"').length, 1)
  assert.equal(one("state/fold.ts", 'import { untrack } from "svelte"').length, 1)
  assert.equal(one("state/server-link.svelte.ts", 'import { onDestroy } from "svelte"').length, 0)
  assert.equal(one("state/fold.test.ts", 'import test from "node:test"').length, 0)
})

test("the engine knows nothing of the console", () => {
  assert.equal(one("engine/run.ts", 'import { now } from "../state/now.svelte.ts"').length, 1)
})

test("only the table of routes knows the features", () => {
  assert.equal(one("shell/routes.ts", 'const load = () => import("../features/desk/Page.svelte")').length, 0)
  assert.equal(
    one("shell/App.svelte", '<script>import P from "../features/desk/Page.svelte"</script>').length,
    1,
  )
})

test("kit does not know who uses it", () => {
  assert.equal(
    one("kit/Button.svelte", '<script>import { c } from "../commands/registry.ts"</script>').length,
    1,
  )
})

test("two modules that import one another are a cycle, by a type too, and a chain is none", () => {
  const a = { path: "kit/a.ts", text: 'import type { B } from "./b.ts"' }
  const b = { path: "kit/b.ts", text: 'import { c } from "./c.ts"' }
  const c = { path: "kit/c.ts", text: "" }
  assert.deepEqual(findCycles([a, b, c]), [])
  const back = { path: "kit/c.ts", text: 'import A from "./a.ts"' }
  assert.deepEqual(findCycles([a, b, back]), ["kit/a.ts, kit/b.ts, kit/c.ts: an import cycle"])
})

test("only one module knows how large the earth is", () => {
  const found = (path: string, text: string) => findEarths([{ path, text }]).length
  assert.equal(found("kit/ring.ts", "const METRES_A_DEGREE = 111_320"), 1)
  assert.equal(found("kit/ring.ts", "const radius_m = 6_371_008.8"), 1)
  assert.equal(found("kit/Map.svelte", "Math.cos((a.lat * Math.PI) / 180)"), 1)
  assert.equal(found("state/earth.ts", "const RADIANS = Math.PI / 180"), 0)
  assert.equal(found("kit/ring.ts", "Math.cos(turn * Math.PI)"), 0)
})

test("an exported value that only tests use is found", () => {
  const unused = { path: "kit/a.ts", text: "export const LIMIT = 1\nexport function half() {}\n" }
  const page = { path: "kit/A.svelte", text: '<script>import { half } from "./a.ts"</script>' }
  const tests = { path: "kit/a.test.ts", text: 'import { LIMIT } from "./a.ts"' }
  assert.deepEqual(findUnusedExports([unused, page, tests]), ["kit/a.ts exports LIMIT, which no code uses"])
})

test("a file of more than 500 lines is refused, unless it is generated", () => {
  const long = (path: string, lines: number) =>
    findLongFiles([{ path, text: "const one = 1\n".repeat(lines) }])
  assert.deepEqual(long("kit/Map.svelte", 500), [])
  assert.match(long("kit/Map.svelte", 501)[0] ?? "", /kit\/Map\.svelte has 501 lines/)
  assert.deepEqual(long("protocol/generated.ts", 501), [])
})
