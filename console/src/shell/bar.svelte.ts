/**
 * What the bar shows of the page beneath it. A page says it while it is there:
 * `useBar(() => ({ state: "EN LLAMADA", queue: { count: 7, since: "…" }, alarm: … }))`.
 */

export interface TopBarState {
  /** My state, in words: «LISTO», «EN LLAMADA». */
  readonly state?: string | undefined
  /** Beside it: desk and name are added by the shell. */
  readonly queue?: { readonly count: number; readonly oldest: string | null } | undefined
  /** The highest alarm, and what Alt+V will do about it. */
  readonly alarm?:
    | { readonly text: string; readonly since?: string | null; readonly answered?: boolean }
    | undefined
  /** Modes beyond the session’s («SIN MAPA»), the gravest first: the first is always in sight. */
  readonly modes?: readonly string[] | undefined
  /** Content in force waits for its approvals: «BORRADOR: NO USAR EN SERVICIO REAL». */
  readonly draft?: boolean | undefined
  /** Somebody is on the line: what can wait is told afterwards. */
  readonly talks?: boolean | undefined
}

class Bar {
  #source = $state.raw<(() => TopBarState) | null>(null)
  readonly shown = $derived<TopBarState>(this.#source?.() ?? {})

  use(source: () => TopBarState): void {
    $effect(() => {
      this.#source = source
      return () => {
        if (this.#source === source) this.#source = null
      }
    })
  }
}

export const topBar = new Bar()

export function useTopBar(source: () => TopBarState): void {
  topBar.use(source)
}
