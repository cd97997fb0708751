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

/** The first is always shown. Another that is wider than a line is counted: it is read whole behind «+n», or where lines have no end. */
export function fitCount(widths: readonly number[], room: FitSpace): number {
  const wide = Number.isFinite(room.lines)
    ? widths.findIndex((each, nth) => nth > 0 && each > room.width + ROUNDING)
    : -1
  if (wide === -1 && linesOf(widths, room) <= room.lines) return widths.length
  let count = wide === -1 ? widths.length - 1 : wide
  while (count > 1 && linesOf([...widths.slice(0, count), room.more], room) > room.lines) count -= 1
  return Math.max(count, 1)
}
