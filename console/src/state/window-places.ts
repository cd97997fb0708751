/**
 * Where the window of a region stood, and where it opens next: on the screen that it had, if that is still there. Kept in the
 * browser of the workplace, for screens belong to a place and not to a person (decision 0341). Pure.
 */

export interface WindowPlace {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}
/** What a browser tells of a screen: all of it where it was allowed to, else the one that the page stands on. */
export interface ScreenArea {
  readonly availLeft: number
  readonly availTop: number
  readonly availWidth: number
  readonly availHeight: number
}

/** Pixels: a window smaller than this is lost on a screen, and no screen is larger (ours). */
const LEAST_PX = 240
const MOST_PX = 32_000
/** Regions of three pages, with room for more (ours). */
const PLACES_MAX = 40
/** Of a screen that holds other things too. */
const FIRST_SHARE = 0.6

const within = (value: unknown, least: number): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= least && value <= MOST_PX

function readPlace(value: unknown): WindowPlace | null {
  const { left, top, width, height } = (value ?? {}) as Record<string, unknown>
  if (!within(left, -MOST_PX) || !within(top, -MOST_PX)) return null
  return within(width, LEAST_PX) && within(height, LEAST_PX) ? { left, top, width, height } : null
}

/** What is kept, by page and region; whatever is no place is left out. */
export function readPlaces(stored: string | null): ReadonlyMap<string, WindowPlace> {
  let found: unknown
  try {
    found = JSON.parse(stored ?? "{}")
  } catch {
    return new Map() // Written by another version.
  }
  const entries = Object.entries((found ?? {}) as Record<string, unknown>).slice(-PLACES_MAX)
  return new Map(
    entries.flatMap(([key, value]) => {
      const place = readPlace(value)
      return place ? [[key, place] as const] : []
    }),
  )
}
/** With a further one: the last that was moved stands last, and the oldest goes. */
export function withPlace(
  places: ReadonlyMap<string, WindowPlace>,
  key: string,
  place: WindowPlace,
): ReadonlyMap<string, WindowPlace> {
  const others = [...places].filter(([other]) => other !== key)
  return new Map([...others, [key, place] as const].slice(-PLACES_MAX))
}
export const writePlaces = (places: ReadonlyMap<string, WindowPlace>): string =>
  JSON.stringify(Object.fromEntries(places))

/** The middle of a window: the screen that has it is the window's. */
function holds(screen: ScreenArea, place: WindowPlace): boolean {
  const [x, y] = [place.left + place.width / 2, place.top + place.height / 2]
  return (
    x >= screen.availLeft &&
    x < screen.availLeft + screen.availWidth &&
    y >= screen.availTop &&
    y < screen.availTop + screen.availHeight
  )
}
const whole = ({ availLeft, availTop, availWidth, availHeight }: ScreenArea): WindowPlace => ({
  left: availLeft,
  top: availTop,
  width: availWidth,
  height: availHeight,
})

/**
 * Where it had been, if a screen is there; else all of another screen than the page's; else the right part of the page's own.
 * `screens` is null where the browser does not tell of others: then it is asked for the place it had, and puts it where it may.
 */
export function placeToOpen(
  kept: WindowPlace | undefined,
  own: ScreenArea,
  screens: readonly ScreenArea[] | null,
): WindowPlace {
  if (kept && (screens === null || screens.some((each) => holds(each, kept)))) return kept
  const other = screens?.find((each) => each.availLeft !== own.availLeft || each.availTop !== own.availTop)
  if (other) return whole(other)
  const width = Math.round(own.availWidth * FIRST_SHARE)
  return { ...whole(own), left: own.availLeft + own.availWidth - width, width }
}

/** For `window.open`. */
export const windowFeatures = ({ left, top, width, height }: WindowPlace): string =>
  `popup=yes,left=${Math.round(left)},top=${Math.round(top)},width=${Math.round(width)},height=${Math.round(height)}`
