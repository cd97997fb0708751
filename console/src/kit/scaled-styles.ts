/**
 * What enlarging a page leaves to its stylesheets. CSS `zoom` makes everything larger, but a media query goes on asking
 * the window and a `vh` goes on meaning it: both are read here as in a window smaller by that factor, as a browser
 * does when a person zooms by hand (decision 0334). At factor 1 every text is what it was.
 */

const PIXELS = /(\d+(?:\.\d+)?)px/g
/** No word before it: `--v1vh` is a name. */
const OF_WINDOW = /(?<![\w-])(\d+(?:\.\d+)?)([dsl]?v(?:h|w|min|max))\b/g

/** `(max-width: 760px)`, as it is to be asked of the whole window. */
export const scaledQuery = (query: string, factor: number): string =>
  query.replace(PIXELS, (_, n: string) => `${round(Number(n) * factor)}px`)

/** `calc(100dvh - 48px)`, with the share of the window that is as high on the screen. */
export const scaledValue = (value: string, factor: number): string =>
  value.replace(OF_WINDOW, (_, n: string, unit: string) => `${round(Number(n) / factor)}${unit}`)

const round = (n: number): number => Math.round(n * 1000) / 1000

/** What each rule said before it was scaled. */
const queries = new WeakMap<CSSMediaRule, string>()
const values = new WeakMap<CSSStyleRule, ReadonlyMap<string, string>>()

export function scaleRules(rules: CSSRuleList, factor: number): void {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule) scaleMedia(rule, factor)
    else if (rule instanceof CSSStyleRule) scaleStyle(rule, factor)
    else if (rule instanceof CSSImportRule && rule.styleSheet) scaleRules(rule.styleSheet.cssRules, factor)
    if (rule instanceof CSSGroupingRule) scaleRules(rule.cssRules, factor)
  }
}
function scaleMedia(rule: CSSMediaRule, factor: number): void {
  const said = queries.get(rule) ?? rule.media.mediaText
  queries.set(rule, said)
  const wanted = scaledQuery(said, factor)
  if (rule.media.mediaText !== wanted) rule.media.mediaText = wanted
}
function scaleStyle(rule: CSSStyleRule, factor: number): void {
  const said = values.get(rule) ?? valuesOfWindow(rule.style)
  values.set(rule, said)
  for (const [property, value] of said)
    rule.style.setProperty(property, scaledValue(value, factor), rule.style.getPropertyPriority(property))
}
function valuesOfWindow(style: CSSStyleDeclaration): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const property of style) {
    const value = style.getPropertyValue(property)
    if (scaledValue(value, 2) !== value) found.set(property, value)
  }
  return found
}
