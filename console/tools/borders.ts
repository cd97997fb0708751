/**
 * The borders of the console (decision 0036): which folder may import which; no import
 * cycle; one module that knows how large the earth is; no exported value that only tests use; and no
 * file of more than 500 lines.
 *
 *   node tools/borders.ts            checks `src`, exits 1 at a breach, and at zero modules looked at
 */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, normalize, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import ts from "typescript"

/** What each folder may import besides itself. `state`, `engine` and `protocol` are pure: no page, no words. */
export const ALLOWED_IMPORTS: { readonly [folder: string]: readonly string[] } = {
  protocol: [],
  engine: ["protocol"],
  state: ["protocol"],
  i18n: [],
  kit: ["i18n", "state", "protocol"],
  commands: ["kit", "i18n", "state", "protocol"],
  offline: [],
  voice: ["commands", "kit", "i18n", "state", "protocol"],
  "road-closures": ["commands", "kit", "i18n", "state", "protocol"],
  maps: ["preferences", "commands", "kit", "i18n", "state", "protocol"],
  coverage: ["maps", "commands", "kit", "i18n", "state", "protocol"],
  hospitals: ["commands", "kit", "i18n", "state", "protocol"],
  radio: ["commands", "kit", "i18n", "state", "protocol"],
  contacts: ["commands", "kit", "i18n", "state", "protocol"],
  phrasebook: ["commands", "kit", "i18n", "state", "protocol"],
  notifications: ["commands", "kit", "i18n", "state", "protocol"],
  notices: ["contacts", "notifications", "engine", "kit", "i18n", "state", "protocol"],
  find: ["kit", "i18n", "state", "protocol"],
  "reserved-access": ["commands", "kit", "i18n", "state", "protocol"],
  grants: ["commands", "kit", "i18n", "state", "protocol"],
  readiness: ["kit", "i18n", "state", "protocol"],
  backups: ["kit", "i18n", "state", "protocol"],
  messaging: ["kit", "i18n", "state", "protocol"],
  "telephone-line": ["kit", "i18n", "state", "protocol"],
  "page-tls": ["kit", "i18n", "state", "protocol"],
  partners: ["kit", "i18n", "state", "protocol"],
  shifts: ["kit", "i18n", "state", "protocol"],
  handover: ["kit", "i18n", "state", "protocol"],
  preferences: ["kit", "i18n", "state", "protocol"],
  "opening-rules": ["kit", "i18n", "state", "protocol"],
  "premise-notes": ["kit", "i18n", "state", "protocol"],
  "earlier-contacts": ["kit", "i18n", "state", "protocol"],
  "planned-events": ["road-closures", "shell", "kit", "i18n", "state", "protocol"],
  features: [
    "find",
    "voice",
    "road-closures",
    "premise-notes",
    "earlier-contacts",
    "opening-rules",
    "maps",
    "coverage",
    "hospitals",
    "radio",
    "contacts",
    "phrasebook",
    "notices",
    "notifications",
    "reserved-access",
    "grants",
    "readiness",
    "backups",
    "messaging",
    "telephone-line",
    "page-tls",
    "partners",
    "shifts",
    "handover",
    "planned-events",
    "shell",
    "commands",
    "kit",
    "i18n",
    "state",
    "protocol",
    "engine",
    "offline",
  ],
  shell: ["find", "shifts", "preferences", "commands", "kit", "i18n", "state", "protocol"],
  ".": ["shell", "preferences", "kit", "i18n", "state"],
}
/** Packages that a pure folder may use; a file of runes (`.svelte.ts`) may use Svelte. */
const PURE = new Set(["protocol", "engine", "state"])
const RUNES = new Set(["svelte", "svelte/reactivity", "uuid"])

export interface Module {
  /** Path below `src`, with `/`. */
  readonly path: string
  readonly text: string
}

/** What only `state/earth.ts` knows: the radius of the earth, the metres of a degree, the radians of a degree. */
const EARTH = /\b(?:111_\d{3}|6_3[67]\d_\d{3})\b|Math\.PI\)? \/ 180\b/
const KNOWS_EARTH = "state/earth.ts"

/** Modules besides the one that knows the earth, that reckon with its size themselves. */
export function findEarths(modules: readonly Module[]): string[] {
  return modules
    .filter(({ path, text }) => path !== KNOWS_EARTH && !path.endsWith(".test.ts") && EARTH.test(text))
    .map(({ path }) => `${path} reckons with the size of the earth: only ${KNOWS_EARTH} does`)
}

/** Exported values that no code uses and that stay, with the reason. */
export const UNUSED_EXPORTS: { readonly [name: string]: string } = {
  keyConflicts: "tests of each page ask it of the page's commands",
  Suggester:
    "the twin of the server's suggestion of a type; tests/vectors/suggest.json holds both to the same answers",
}

/** Exported values that stand in no code besides their definition and tests. */
export function findUnusedExports(modules: readonly Module[]): string[] {
  const code = modules.filter(({ path }) => !path.endsWith(".test.ts") && !path.startsWith("protocol/"))
  const uses = new Map<string, number>()
  for (const { text } of code)
    for (const [word] of text.matchAll(/\w+/g)) uses.set(word, (uses.get(word) ?? 0) + 1)
  return code.flatMap(({ path, text }) =>
    [...text.matchAll(/^export (?:async )?(?:const|function|class|let) (\w+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => uses.get(name) === 1 && !(name in UNUSED_EXPORTS))
      .map((name) => `${path} exports ${name}, which no code uses`),
  )
}

/** As for the files of the server (tests/architecture/test_rules.py). */
const LINES_MAX = 500
const GENERATED = "protocol/generated.ts"

/** Files that are longer than one can hold in mind. */
export function findLongFiles(modules: readonly Module[]): string[] {
  return modules.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length
    return path === GENERATED || lines <= LINES_MAX
      ? []
      : [
          `${path} has ${lines} lines, of at most ${LINES_MAX}: split it by noun, into files that are named after what they hold`,
        ]
  })
}

/** Groups of modules that import one another in a circle; an import of a type counts (Tarjan). */
export function findCycles(modules: readonly Module[]): string[] {
  const texts = new Map(modules.map((module) => [module.path, module]))
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[] = []
  const visit = (module: Module): number => {
    const { path } = module
    order.set(path, order.size)
    lowest.set(path, order.get(path) ?? 0)
    stack.push(path)
    const lower = (to: number) => lowest.set(path, Math.min(lowest.get(path) ?? to, to))
    for (const to of importsOf(module)) {
      const target = texts.get(resolved(path, to))
      if (target === undefined) continue
      if (!order.has(target.path)) lower(visit(target))
      else if (stack.includes(target.path)) lower(order.get(target.path) ?? 0)
    }
    if (lowest.get(path) === order.get(path)) {
      const group = stack.splice(stack.indexOf(path))
      if (group.length > 1) cycles.push(`${group.toSorted().join(", ")}: an import cycle`)
    }
    return lowest.get(path) ?? 0
  }
  for (const module of modules) if (!order.has(module.path)) visit(module)
  return cycles
}
const resolved = (from: string, to: string) => normalize(join(dirname(from), to)).replaceAll("\\", "/")

export function findBreaches(modules: readonly Module[]): string[] {
  return modules.flatMap((module) =>
    importsOf(module).flatMap((to) => {
      const why = wrong(module.path, to)
      return why === null ? [] : [`${module.path} imports ${to}: ${why}`]
    }),
  )
}

/** What a module names in its imports, as it names it. */
export function importsOf({ path, text }: Module): string[] {
  const scripts = path.endsWith(".svelte")
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1] ?? "")
    : [text]
  return scripts.flatMap((script) =>
    ts.preProcessFile(script, true, true).importedFiles.map((file) => file.fileName),
  )
}

function wrong(from: string, to: string): string | null {
  const folder = folderOf(from)
  if (!to.startsWith(".")) {
    if (!PURE.has(folder) || from.endsWith(".test.ts")) return null
    if (from.endsWith(".svelte.ts") && RUNES.has(to)) return null
    return `${folder} is pure and uses no package`
  }
  const target = resolved(from, to)
  if (target.startsWith("..")) return target.startsWith("../../locale/") ? null : "it leaves the console"
  const other = folderOf(target)
  if (folder === "features" && other === "features") {
    return featureOf(from) === featureOf(target)
      ? null
      : "features are strangers; what two share belongs to kit or state"
  }
  if (other === "features")
    return from === "shell/routes.ts" ? null : "only shell/routes.ts knows the features"
  if (other === folder) return null
  return ALLOWED_IMPORTS[folder]?.includes(other)
    ? null
    : `${folder} may import ${ALLOWED_IMPORTS[folder]?.join(", ") || "nothing"}`
}

const folderOf = (path: string) => (path.includes("/") ? (path.split("/")[0] ?? ".") : ".")
const featureOf = (path: string) => path.split("/")[1]

function read(root: string): Module[] {
  const found: Module[] = []
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (statSync(path).isDirectory()) walk(path)
      else if (/\.(ts|svelte)$/.test(name)) {
        found.push({ path: relative(root, path).replaceAll("\\", "/"), text: readFileSync(path, "utf8") })
      }
    }
  }
  if (existsSync(root)) walk(root)
  return found
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const modules = read(resolve(import.meta.dirname, "../src"))
  const found = [
    ...findBreaches(modules),
    ...findCycles(modules),
    ...findEarths(modules),
    ...findUnusedExports(modules),
    ...findLongFiles(modules),
  ]
  for (const breach of found) console.error(breach)
  if (modules.length === 0) console.error("borders: no module was looked at, so nothing was checked")
  else if (found.length === 0) console.log(`borders: kept by ${modules.length} modules`)
  process.exit(found.length > 0 || modules.length === 0 ? 1 : 0)
}
