import { mount } from "svelte"
import { i18n } from "./i18n/i18n.svelte.ts"
import "./kit/base.css"
import { ownPreferences } from "./preferences/own-preferences.svelte.ts"
import App from "./shell/App.svelte"
import { matchRoute, router } from "./shell/router.svelte.ts"
import { ROUTES } from "./shell/routes.ts"
import { settings } from "./shell/settings.svelte.ts"
import { typedEarly } from "./shell/typed-early.ts"

const target = document.getElementById("app")
if (target === null) throw new Error("index.html has lost its #app")
const { route } = matchRoute(ROUTES, router.path) ?? {}
if (route?.frame !== "public") typedEarly.begin()
settings.load()
ownPreferences.recall()
// The page's program comes while the words do and while the server is asked who this is; a failure is told where it is shown.
route?.load().catch(() => undefined)
// Words first: a page that shows its keys instead of its words for a moment is a page that flickers.
await i18n.use(i18n.preferred(), false)
mount(App, { target })
