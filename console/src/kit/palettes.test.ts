import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear sRGB. */
const SEEN: { readonly [palette: string]: readonly (readonly number[])[] } = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
const CSS = readFileSync(new URL("./tokens.css", import.meta.url), "utf8")
/** CIE 1976; a difference of 2.3 is just seen. (ours: far beyond, for a glance at a corner of the screen) */
const APART = 38
/** WCAG 1.4.3. */
const READ = 4.5

function tokens(palette: string, theme: string): (name: string) => string {
  const holds = [
    ":root",
    `:root[data-theme="${theme}"]`,
    `:root[data-palette="${palette}"]`,
    `:root[data-palette="${palette}"][data-theme="${theme}"]`,
  ]
  const found = new Map<string, string>()
  for (const [, selector, body] of CSS.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{([^}]*)\}/g))
    if (holds.includes(selector?.trim() ?? ""))
      for (const [, name, value] of (body ?? "").matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g))
        found.set(name ?? "", value ?? "")
  return (name) => found.get(`--${name}`) ?? assert.fail(`no ${name}`)
}
const linear = (hex: string): number[] =>
  [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
const dot = (row: readonly number[], column: readonly number[]): number =>
  row.reduce((sum, n, i) => sum + n * (column[i] ?? 0), 0)
const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linear(hex))
function contrast(a: string, b: string): number {
  const [x = 0, y = 0] = [luminance(a), luminance(b)].sort((p, q) => q - p)
  return (x + 0.05) / (y + 0.05)
}
function seenBy(palette: string, hex: string): number[] {
  const rgb = (SEEN[palette] ?? []).map((row) => Math.min(1, Math.max(0, dot(row, linear(hex)))))
  const [x = 0, y = 0, z = 0] = [
    dot([0.4124, 0.3576, 0.1805], rgb) / 0.95047,
    dot([0.2126, 0.7152, 0.0722], rgb),
    dot([0.0193, 0.1192, 0.9505], rgb) / 1.08883,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116))
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

for (const palette of Object.keys(SEEN))
  for (const theme of ["dark", "light"])
    test(`${palette}, ${theme}: colours of a clock and of priorities are apart for who needs the palette, and are read`, () => {
      const of = tokens(palette, theme)
      for (const set of [
        ["in-time", "soon", "late"],
        ["p0", "p1", "p2", "p3", "p4"],
        // Closed and dangerous, cleared, and what is neither: areas and circles of a map.
        ["map-ink", "soon", "late"],
      ])
        for (const [nth, one] of set.entries())
          for (const other of set.slice(nth + 1)) {
            const apart = Math.hypot(
              ...seenBy(palette, of(one)).map((n, i) => n - (seenBy(palette, of(other))[i] ?? 0)),
            )
            assert.ok(apart >= APART, `${one} and ${other}: ${apart}`)
          }
      for (const ink of ["in-time", "soon", "late"])
        for (const ground of ["ground", "panel", "raised"])
          assert.ok(contrast(of(ink), of(ground)) >= READ, `${ink} on ${ground}`)
      // Words and lines over a map of any ground stand in a halo.
      for (const ink of ["map-ink", "soon", "late"])
        assert.ok(contrast(of(ink), of("map-halo")) >= READ, `${ink} in its halo`)
      assert.ok(contrast(of("on-late"), of("late")) >= READ)
      assert.ok(contrast(of("on-p0"), of("p0")) >= READ)
      for (const p of ["p1", "p2", "p3", "p4"]) assert.ok(contrast(of("on-p"), of(p)) >= READ, p)
    })
