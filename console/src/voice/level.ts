/** How loud some samples are, in decibels of full scale; −96 is the least that 16 bits can say. Pure. */
export const SILENCE_DB = -96

export function decibels(samples: ArrayLike<number>): number {
  let sum = 0
  for (let n = 0; n < samples.length; n += 1) sum += (samples[n] ?? 0) ** 2
  if (samples.length === 0 || sum === 0) return SILENCE_DB
  return Math.max(SILENCE_DB, 10 * Math.log10(sum / samples.length))
}
