"""One's own preferences over HTTP: the person is that of the session, and no route names another.

Litestar finds `session` and `preference_store` by name: the wiring provides them (app/processes/web_application.py).
"""

from collections.abc import Sequence

from litestar import Controller, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.identity.core.model import Session
from auxilio.identity.preferences.model import PreferenceChange, Preferences
from auxilio.identity.preferences.store import PreferenceStore


class OwnPreferences(Controller):
    """How pages are drawn and heard for who is signed in."""

    path = "/api/session/preferences"
    tags: Sequence[str] | None = ("identity",)

    @get("/", summary="One's own preferences")
    async def preferences(
        self, session: NamedDependency[Session], preference_store: NamedDependency[PreferenceStore]
    ) -> Preferences:
        """The standard ones until something is set."""
        return await preference_store.of(session.actor)

    @patch("/", status_code=204, summary="Change one's own preferences")
    async def change_preferences(
        self,
        session: NamedDependency[Session],
        preference_store: NamedDependency[PreferenceStore],
        data: JSONBody[PreferenceChange],
    ) -> None:
        """They hold at every desk where this person signs in from then on."""
        await preference_store.change(data, session.actor)
