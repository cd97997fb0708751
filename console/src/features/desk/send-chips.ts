/** How what was sent is laid out: two rows of chips, at most six; what is beyond them is counted in a «+n» that opens the rest. Pure. */

/** Two rows of three. */
export const CHIPS_MAX = 6

export interface ChipLayout<T> {
  readonly shown: readonly T[]
  /** How many stand behind «+n», which takes the place of one chip. */
  readonly beyond: number
  /** Columns of the two rows: few chips are wide enough for everything that they say. */
  readonly columns: 1 | 2 | 3
}

export function layOutChips<T>(all: readonly T[]): ChipLayout<T> {
  const shown = all.length > CHIPS_MAX ? all.slice(0, CHIPS_MAX - 1) : all
  const places = Math.min(all.length, CHIPS_MAX)
  return {
    shown,
    beyond: all.length - shown.length,
    columns: places <= 2 ? 1 : places <= 4 ? 2 : 3,
  }
}
