/** The form of backups, and their sizes in words. Pure. */

import type { BackupPlan } from "../protocol/generated.ts"

/** As the server counts a passphrase (backups.core.model.Passphrase). */
export const PASSPHRASE_MIN = 12
const EVERY_HOURS = [1, 2, 3, 4, 6, 8, 12, 24]
const KEEP = [7, 14, 30, 60, 90]

/** What can be chosen, and what is in force where it is none of these. */
function withOwn(choices: readonly number[], own: number): readonly number[] {
  return choices.includes(own) ? choices : [...choices, own].toSorted((one, other) => one - other)
}
export const everyHours = (plan: BackupPlan): readonly number[] => withOwn(EVERY_HOURS, plan.backup_every_h)
export const keepCounts = (plan: BackupPlan): readonly number[] => withOwn(KEEP, plan.backup_keep)

/** Without the blanks that a pasted path or key brings along. */
export function trimmed(plan: BackupPlan): BackupPlan {
  return {
    ...plan,
    backup_folder: plan.backup_folder.trim(),
    backup_keys_folder: plan.backup_keys_folder.trim(),
    backup_recipients: plan.backup_recipients.trim(),
  }
}

/** In the larger unit that has a digit before the comma. */
export function sizeParts(
  bytes: number,
  language: string,
): { readonly unit: "mb" | "gb"; readonly size: string } {
  const unit = bytes >= 1e9 ? "gb" : "mb"
  const size = bytes / (unit === "gb" ? 1e9 : 1e6)
  return { unit, size: size.toLocaleString(language, { maximumFractionDigits: 1 }) }
}
