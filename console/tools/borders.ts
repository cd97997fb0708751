/**
 * The borders of the console (architecture.md 3, number 6): which folder may import which.
 *
 *   node tools/borders.ts            checks `src`, exits 1 at a breach, and at zero modules looked at
 */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, normalize, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import ts from "typescript"

/** What each folder may import besides itself. `state`, `engine` and `protocol` are pure: no page, no words. */
export const MAY: { readonly [folder: string]: readonly string[] } = {
  protocol: [],
  engine: ["protocol"],
  state: ["protocol"],
  i18n: [],
  kit: ["i18n", "state", "protocol"],
  commands: ["kit", "i18n", "state", "protocol"],
  offline: [],
  voice: ["commands", "kit", "i18n", "state", "protocol"],
  roads: ["commands", "kit", "i18n", "state", "protocol"],
  maps: ["commands", "kit", "i18n", "state", "protocol"],
  coverage: ["maps", "commands", "kit", "i18n", "state", "protocol"],
  hospitals: ["commands", "kit", "i18n", "state", "protocol"],
  radio: ["commands", "kit", "i18n", "state", "protocol"],
  preventive: ["roads", "shell", "kit", "i18n", "state", "protocol"],
  features: [
    "voice",
    "roads",
    "maps",
    "coverage",
    "hospitals",
    "radio",
    "preventive",
    "shell",
    "commands",
    "kit",
    "i18n",
    "state",
    "protocol",
    "engine",
    "offline",
  ],
  shell: ["commands", "kit", "i18n", "state", "protocol"],
  ".": ["shell", "kit", "i18n", "state"],
}
/** Packages that a pure folder may use; a file of runes (`.svelte.ts`) may use Svelte. */
const PURE = new Set(["protocol", "engine", "state"])
const RUNES = new Set(["svelte", "svelte/reactivity", "uuid"])

export interface Module {
  /** Path below `src`, with `/`. */
  readonly path: string
  readonly text: string
}

export function breaches(modules: readonly Module[]): string[] {
  return modules.flatMap((module) =>
    importsOf(module).flatMap((to) => {
      const why = wrong(module.path, to)
      return why === null ? [] : [`${module.path} imports ${to}: ${why}`]
    }),
  )
}

function importsOf({ path, text }: Module): string[] {
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
  const target = normalize(join(dirname(from), to)).replaceAll("\\", "/")
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
  return MAY[folder]?.includes(other) ? null : `${folder} may import ${MAY[folder]?.join(", ") || "nothing"}`
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
  const found = breaches(modules)
  for (const breach of found) console.error(breach)
  if (modules.length === 0) console.error("borders: no module was looked at, so nothing was checked")
  else if (found.length === 0) console.log(`borders: kept by ${modules.length} modules`)
  process.exit(found.length > 0 || modules.length === 0 ? 1 : 0)
}
