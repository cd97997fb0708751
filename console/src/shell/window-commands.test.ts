import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../commands/registry.ts"
import { shellCommands } from "./commands.ts"
import { isDoneHere, isOfMap, ownWindowCommands, windowCommands } from "./window-commands.ts"

const panes = [
  { id: "7", title: () => "Mapa" },
  { id: "8", title: () => "Historia" },
]
function windows(away: readonly string[], focused?: string) {
  const done: string[] = []
  const list = windowCommands({
    focused: () => focused,
    panes,
    isAway: (pane) => away.includes(pane),
    anyAway: away.length > 0,
    screensAsked: false,
    open: (pane) => done.push(`open ${pane}`),
    takeBack: (pane) => done.push(`back ${pane}`),
    takeAllBack: () => done.push("all"),
    go: (pane) => done.push(`go ${pane}`),
    allowScreens: async () => {},
    choose: () => done.push("choose"),
  })
  const press = (id: string) => void list.find((command) => command.id === id)?.run()
  return { list, done, press }
}

test("One key opens the window of the region that has the hands, and takes it back", () => {
  const here = windows([], "7")
  here.press("window.move")
  const there = windows(["7"], "7")
  there.press("window.move")
  assert.deepEqual([here.done, there.done], [["open 7"], ["back 7"]])
})
test("Without a region in hand the same key asks which", () => {
  const { press, done } = windows([])
  press("window.move")
  assert.deepEqual(done, ["choose"])
})
test("The command bar opens each region, and of one that has left it goes there or takes it back", () => {
  const { list } = windows(["8"])
  const ids = list.filter((command) => !command.placed).map((command) => command.id)
  assert.deepEqual(ids, ["window.open:7", "window.back:8", "window.go:8", "window.all_back"])
})
test("The key is no other key of every page, and only what belongs to a window is done in it", () => {
  const shell = shellCommands({ regionName: () => undefined, pages: [], path: "" } as never)
  assert.deepEqual(keyConflicts([...shell, ...windows(["7"]).list]), [])
  assert.deepEqual(keyConflicts([...shell, ...ownWindowCommands(() => {})]), [])
  const here = ["window.close", "map.list", "shell.help", "desk.answer", "shell.command_bar"]
  assert.deepEqual(here.map(isDoneHere), [true, true, true, false, false])
})
test("What is done on the map is done in its window, and nothing else of the desk", () => {
  const of = (id: string, region?: number) =>
    ({ id, label: "kit.map", run: () => {}, ...(region ? { region } : {}) }) as const
  const list = [of("room.close_road"), of("centre.coverage", 7), of("desk.answer"), of("desk.card_said", 6)]
  assert.deepEqual(list.map(isOfMap), [true, true, false, false])
})
