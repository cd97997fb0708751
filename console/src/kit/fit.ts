/** How many things of given widths stand whole in some lines, one after another; what is left has a «+n» at the end. Pure. */

export interface FitSpace {
  readonly width: number
  readonly lines: number
  readonly gap: number
  /** The width of «+n». */
  readonly more: number
}

const ROUNDING = 1 / 32

function linesOf(widths: readonly number[], { width, gap }: FitSpace): number {
  let lines = 0
  let left = -1
  for (const each of widths) {
    // The browser counts in sixty-fourths of a pixel; what is wider than a line has one of its own.
    if (lines === 0 || each > left + ROUNDING) {
      lines += 1
      left = width
    }
    left -= each + gap
  }
  return lines
}

/** The first is always shown. */
export function fitCount(widths: readonly number[], room: FitSpace): number {
  if (linesOf(widths, room) <= room.lines) return widths.length
  let count = widths.length - 1
  while (count > 1 && linesOf([...widths.slice(0, count), room.more], room) > room.lines) count -= 1
  return Math.max(count, 1)
}
