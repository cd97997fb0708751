/**
 * Guesses, kept apart from what is known. A guess says how a row will look once a command is durable;
 * it is laid over the board when drawing and thrown away without regret: when the command is refused,
 * or when the board shows the version that the command made.
 */

import type { Row, Tables } from "./fold.ts"

export interface Guess {
  readonly command: string
  readonly table: string
  readonly key: string
  readonly fields: { readonly [field: string]: unknown }
  /** The version the server answered with; null while the command is on its way. */
  readonly version: number | null
}

/** The board as it is hoped to be. A guessed row carries `guessed: true`, so that it is drawn as such. */
export function withGuesses(tables: Tables, guesses: readonly Guess[]): Tables {
  let hoped = tables
  for (const guess of guesses) {
    const row = hoped[guess.table]?.[guess.key]
    if (row === undefined || overtaken(row, guess)) continue
    const guessed: Row = { ...row, ...guess.fields, guessed: true, v: row.v }
    hoped = { ...hoped, [guess.table]: { ...hoped[guess.table], [guess.key]: guessed } }
  }
  return hoped
}

/** Drops what the board has overtaken. */
export function stillHoped(tables: Tables, guesses: readonly Guess[]): readonly Guess[] {
  return guesses.filter((guess) => {
    const row = tables[guess.table]?.[guess.key]
    return row !== undefined && !overtaken(row, guess)
  })
}

function overtaken(row: Row, guess: Guess): boolean {
  return guess.version !== null && row.v >= guess.version
}
