import assert from "node:assert/strict"
import { test } from "node:test"
import { breaches } from "./borders.ts"

const one = (path: string, text: string) => breaches([{ path, text }])

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
  assert.equal(one("state/link.svelte.ts", 'import { onDestroy } from "svelte"').length, 0)
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
