/** Options of a choice, in runs of one group each. */

export function groupsOf<Option extends { readonly group?: string }>(
  options: readonly Option[],
): readonly { readonly group: string | undefined; readonly members: readonly Option[] }[] {
  const runs: { group: string | undefined; members: Option[] }[] = []
  for (const option of options) {
    const last = runs.at(-1)
    if (last && last.group === option.group) last.members.push(option)
    else runs.push({ group: option.group, members: [option] })
  }
  return runs
}
