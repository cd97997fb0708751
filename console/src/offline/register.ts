/** Asks the browser to keep the crew's page for a time without network; without that power the page works online. */

export async function registerServiceWorker(): Promise<boolean> {
  // Plain HTTP from another machine has no service worker; in development there is no build to keep.
  if (!("serviceWorker" in navigator) || !window.isSecureContext || import.meta.env.DEV) return false
  try {
    // Its scope is the whole origin, though it answers for the crew's page alone: a browser asks for the map's own
    // worker by the place of its file, and not by the page that wants it.
    await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" })
    return true
  } catch {
    // A browser may refuse (private window, a certificate it does not trust): said where the page shows its state.
    return false
  }
}
