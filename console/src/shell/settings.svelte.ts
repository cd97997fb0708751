/** What a person sets for this machine: the theme, and whether the «º» key opens the command bar. */

export type Theme = "dark" | "light"
const STORED_THEME = "auxilio.theme"
const STORED_BAR_KEY = "auxilio.bar_key"

class Settings {
  theme = $state<Theme>("dark")
  /** WCAG 2.1.4: a single-character key can be turned off; Ctrl+K remains. */
  barKey = $state(true)

  /** Whether somebody has chosen a theme here; until then it is ours. */
  chosen = false

  load(): void {
    const asked = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem(STORED_THEME)
    this.chosen = asked !== null
    this.setTheme(asked === "light" ? "light" : "dark", false)
    this.barKey = localStorage.getItem(STORED_BAR_KEY) !== "off"
    // Paper is white: what is printed is printed by day, and the screen goes back to what it was.
    const paper = matchMedia("print")
    paper.addEventListener("change", () => {
      document.documentElement.dataset.theme = paper.matches ? "light" : this.theme
    })
  }
  setTheme(theme: Theme, remember = true): void {
    this.theme = theme
    document.documentElement.dataset.theme = theme
    if (remember) localStorage.setItem(STORED_THEME, theme)
  }
  setBarKey(on: boolean): void {
    this.barKey = on
    localStorage.setItem(STORED_BAR_KEY, on ? "on" : "off")
  }
}

export const settings = new Settings()
