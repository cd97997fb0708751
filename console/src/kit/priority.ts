/**
 * The priority that every page shows of a case (decision 0321). The server decides as what a case counts
 * (`kernel.shared_types.effective_priority`); a task, a watch or a desk shows what its case shows. Pure.
 */

export interface ShownPriority {
  /** 0 to 4; null where there is no case, and nothing of its own. */
  readonly priority: number | null
  /** Neither proved nor set by a person: «P0 provisional». */
  readonly provisional: boolean
}

/** `own`: what the row says of itself. It stands only where its case is not on the board. */
export function shownPriority(
  incident: { readonly priority: number; readonly provisional: boolean } | null | undefined,
  own: number | null | undefined = null,
): ShownPriority {
  return incident
    ? { priority: incident.priority, provisional: incident.provisional }
    : { priority: own ?? null, provisional: false }
}
