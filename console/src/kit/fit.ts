/** How many items of given sizes fit whole in some lines, one after another; the others are counted in a «+n» at the end. Pure. */

export interface FitSpace {
  /** Of one line: its width, or the height of a column. */
  readonly size: number
  readonly lines: number
  readonly gap: number
  /** The size of «+n». */
  readonly more: number
}

const ROUNDING = 1 / 32

function linesOf(sizes: readonly number[], { size, gap }: FitSpace): number {
  let lines = 0
  let left = -1
  for (const each of sizes) {
    // The browser counts in sixty-fourths of a pixel; what is larger than a line has one of its own.
    if (lines === 0 || each > left + ROUNDING) {
      lines += 1
      left = size
    }
    left -= each + gap
  }
  return lines
}

/** The first is always shown. Another that is larger than a line is counted, unless the number of lines is infinite. */
export function fitCount(sizes: readonly number[], room: FitSpace): number {
  const wide = Number.isFinite(room.lines)
    ? sizes.findIndex((each, nth) => nth > 0 && each > room.size + ROUNDING)
    : -1
  if (wide === -1 && linesOf(sizes, room) <= room.lines) return sizes.length
  let count = wide === -1 ? sizes.length - 1 : wide
  while (count > 1 && linesOf([...sizes.slice(0, count), room.more], room) > room.lines) count -= 1
  return Math.max(count, 1)
}
