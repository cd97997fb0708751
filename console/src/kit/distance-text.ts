/** Distances in words: rounded for what is said aloud, and finer for what stands in a list. Pure. */

/** `340 m`, `14 km`: as it is said. */
export function roundedDistanceText(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres / 10) * 10} m` : `${Math.round(metres / 1000)} km`
}

/** `340 m`, `1,4 km`, `14 km`: ten metres are as fine as anybody walks by, and tenths help below ten kilometres. */
export function distanceText(metres: number, language: string): string {
  if (metres < 995) return `${Math.round(metres / 10) * 10} m`
  const km = metres / 1000
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: km < 9.95 ? 1 : 0 }).format(km)} km`
}
