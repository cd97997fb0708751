/**
 * What the crew's page needs without network, as the build makes it: the service worker's list of files and the
 * manifest that puts the page on a telephone's home screen. A plugin of vite.config.ts.
 */

import { createHash } from "node:crypto"
import type { Plugin } from "vite"

/** A chunk as far as its place among the others goes. */
export interface Piece {
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  /** The modules it was made of. */
  readonly modules: readonly string[]
  /** Styles, fonts and icons that it brings. */
  readonly brings: readonly string[]
}

/** Everything the page may ask for: what it imports, now or later, but no other feature's page. */
export function needed(entry: string, pieces: ReadonlyMap<string, Piece>): readonly string[] {
  const found = new Set<string>()
  const walk = (name: string): void => {
    const piece = pieces.get(name)
    if (piece === undefined || found.has(name)) return
    found.add(name)
    for (const each of piece.brings) found.add(each)
    for (const each of piece.imports) walk(each)
    for (const each of piece.dynamicImports) if (!isOtherPage(pieces.get(each))) walk(each)
  }
  walk(entry)
  return [...found].sort()
}
const isOtherPage = (piece: Piece | undefined) =>
  piece?.modules.some((path) => /\/features\/(?!unit\/)[a-z-]+\//.test(path)) ?? false

const MANIFEST = (icon: string) => ({
  name: "Auxilio",
  short_name: "Auxilio",
  id: "/unit",
  start_url: "/unit",
  scope: "/unit",
  display: "standalone",
  background_color: "#10161c",
  theme_color: "#18212a",
  icons: [{ src: icon, sizes: "any", type: "image/svg+xml", purpose: "any" }],
})

export function offline(): Plugin {
  return {
    name: "auxilio-offline",
    apply: "build",
    generateBundle: {
      // After Vite has taken out the chunks that were nothing but styles: a file that is not there would undo the rest.
      order: "post",
      handler(_options, bundle) {
        const pieces = new Map<string, Piece>()
        let entry = ""
        const others: string[] = []
        for (const [name, each] of Object.entries(bundle)) {
          if (each.type !== "chunk") {
            if (name.startsWith("assets/")) others.push(name)
            continue
          }
          if (each.isEntry && each.name === "index") entry = name
          const made = each.viteMetadata
          const brings = [...(made?.importedCss ?? []), ...(made?.importedAssets ?? [])]
          const { imports, dynamicImports } = each
          pieces.set(name, { imports, dynamicImports, modules: Object.keys(each.modules), brings })
        }
        const worker = bundle["sw.js"]
        if (entry === "" || worker?.type !== "chunk")
          this.error("the page or its service worker was not built")
        // A stylesheet names its fonts itself, the map's worker is named in a text, and of a chunk that was nothing but
        // the map's styles nothing is left: they are few, take them all.
        const also = others.filter((name) => /\.(woff2|svg)$|worker|maplibre.*\.css$/.test(name))
        const files = [...new Set([...needed(entry, pieces), ...also])]
          .filter((name) => name in bundle)
          .sort()
          .map((name) => `/${name}`)
        const build = createHash("sha256").update(files.join("\n")).digest("hex").slice(0, 16)
        worker.code = worker.code
          .replace("__AUXILIO_FILES__", JSON.stringify(files).replaceAll('"', '\\"'))
          .replace("__AUXILIO_BUILD__", build)
        const icon = others.find((name) => /icon-.*\.svg$/.test(name)) ?? this.error("the icon was not built")
        const source = JSON.stringify(MANIFEST(`/${icon}`))
        this.emitFile({ type: "asset", fileName: "manifest.webmanifest", source })
      },
    },
  }
}
