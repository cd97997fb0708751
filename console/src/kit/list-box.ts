/** Where the list of suggestions of a field stands: below the field where there is room, else above it. Pure. */

export interface ListBox {
  readonly left: number
  readonly width: number
  /** Pixels from the top of the window; null where the list stands above the field. */
  readonly top: number | null
  /** Pixels from the bottom of the window; null where it stands below. */
  readonly bottom: number | null
  readonly height: number
}
const GAP = 4
/** Three options of two lines. (ours) */
const ENOUGH = 160
/** Of the window's height: what lies behind stays recognisable. */
const MOST = 0.6

/** `ceiling` and `floor`: what must stay in sight begins there. `page`: the height of the window. */
export function listBox(
  field: { readonly left: number; readonly top: number; readonly bottom: number; readonly width: number },
  { ceiling, floor, page }: { readonly ceiling: number; readonly floor: number; readonly page: number },
): ListBox {
  const below = Math.min(floor, page) - field.bottom - 2 * GAP
  const above = field.top - ceiling - 2 * GAP
  const upward = below < ENOUGH && above > below
  return {
    left: field.left,
    width: field.width,
    top: upward ? null : field.bottom + GAP,
    bottom: upward ? page - Math.min(field.top, floor) + GAP : null,
    height: Math.max(0, Math.min(MOST * page, upward ? above : below)),
  }
}
