/**
 * Symbols of places for the map. A style names them `maki:<name>` (or `maki:<name>:<colour>`), and they are
 * drawn here, white on a coloured tile, from the CC0 set: no sprite sheet to build and keep in step.
 */

const SVG = import.meta.glob<string>(
  "../../node_modules/@mapbox/maki/icons/{aerialway,airport,bank,bus,cemetery,city,college,danger,defibrillator,dentist,doctor,emergency-phone,fire-station,fuel,harbor,heliport,hospital,information,lodging,marker,mountain,park,parking,pharmacy,place-of-worship,playground,police,prison,rail,ranger-station,residential-community,school,shelter,shop,sport,stadium,swimming,telephone,town-hall,veterinary,warehouse,water}.svg",
  { query: "?raw", import: "default", eager: true },
)

const COLOURS: { readonly [name: string]: string } = {
  hospital: "#b3182a",
  doctor: "#b3182a",
  "fire-station": "#a34a00",
  police: "#1d4ed8",
  pharmacy: "#14743f",
  defibrillator: "#14743f",
  heliport: "#6d28d9",
  school: "#8a5200",
}
const PLAIN = "#4a5966"
const SIZE = 44

export interface IconImage {
  readonly data: ImageData
  readonly pixelRatio: number
  readonly stretch?: readonly [number, number]
  readonly content?: readonly [number, number, number, number]
}

/** The picture of a style's icon id, or null when the id is none of ours. */
export async function iconOf(id: string): Promise<IconImage | null> {
  if (id === "shield") return shield()
  const [scheme, name = "", colour] = id.split(":")
  if (scheme !== "maki") return null
  const svg =
    SVG[`../../node_modules/@mapbox/maki/icons/${name}.svg`] ??
    SVG["../../node_modules/@mapbox/maki/icons/marker.svg"]
  if (svg === undefined) return null
  const image = new Image(26, 26)
  const white = svg
    .replace("<path", '<path fill="#fff"')
    .replace('width="15" height="15"', 'width="26" height="26"')
  image.src = `data:image/svg+xml,${encodeURIComponent(white)}`
  await image.decode()
  const context = canvas(SIZE)
  tile(context, colour ?? COLOURS[name] ?? PLAIN, SIZE, 10)
  context.drawImage(image, 9, 9, 26, 26)
  return { data: context.getImageData(0, 0, SIZE, SIZE), pixelRatio: 2 }
}

/** The plate behind a road's number; it stretches with the text. */
function shield(): IconImage {
  const context = canvas(24)
  tile(context, "#1e4fa3", 24, 5)
  return {
    data: context.getImageData(0, 0, 24, 24),
    pixelRatio: 2,
    stretch: [8, 16],
    content: [3, 3, 21, 21],
  }
}

function canvas(size: number): CanvasRenderingContext2D {
  const made = document.createElement("canvas")
  made.width = size
  made.height = size
  const context = made.getContext("2d")
  if (context === null) throw new Error("a browser with maps has canvases")
  return context
}

function tile(context: CanvasRenderingContext2D, colour: string, size: number, radius: number): void {
  context.fillStyle = colour
  context.strokeStyle = "#fff"
  context.lineWidth = size > 30 ? 3 : 1
  context.beginPath()
  context.roundRect(2, 2, size - 4, size - 4, radius)
  context.fill()
  context.stroke()
}
