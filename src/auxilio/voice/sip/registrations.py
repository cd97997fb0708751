"""Who may register: a page by the token it opened its connection with, a telephone by digest."""

from collections.abc import Awaitable, Callable

from auxilio.voice.sip.digest import Challenger, read_credentials
from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import Request, respond
from auxilio.voice.sip.registrar import Registrar, RegistrationRefused
from auxilio.voice.sip.settings import AgentSettings
from auxilio.voice.sip.transaction_layer import ServerTransaction, unique_token


class Registrations:
    """Answers REGISTER."""

    def __init__(
        self,
        settings: AgentSettings,
        registrar: Registrar,
        challenger: Challenger,
        password_of: Callable[[str, str], Awaitable[str | None]] | None,
        now_s: Callable[[], float],
    ) -> None:
        self._settings, self._registrar, self._challenger = settings, registrar, challenger
        self._password_of, self._now_s = password_of, now_s

    async def answer(self, transaction: ServerTransaction) -> None:
        """Register, or say why not."""
        request = transaction.request
        try:
            aor = await self._allowed(transaction)
            contacts = self._registrar.register(request, aor, transaction.source)
        except RegistrationRefused as refusal:
            transaction.answer(respond(request, refusal.code, tag=unique_token(), headers=refusal.headers))
        except Malformed as malformed:
            transaction.reply(malformed.code)
        else:
            transaction.answer(respond(request, 200, tag=unique_token(), headers=contacts))

    async def _allowed(self, transaction: ServerTransaction) -> str:
        """The address of record that may be registered. Raises `RegistrationRefused`."""
        request, identity = transaction.request, transaction.source.identity
        uri = request.to.uri
        if not self._settings.is_ours(uri.host):
            raise RegistrationRefused(404)
        if identity is not None:
            if uri.aor not in identity.aors:
                raise RegistrationRefused(403)
        elif await self._proved(request) != uri.user.partition(";")[0]:
            raise RegistrationRefused(403)
        return uri.aor

    async def _proved(self, request: Request) -> str:
        """The user name whose password the sender knows. Raises `Refusal(401)` with a challenge."""
        if self._password_of is None:
            raise RegistrationRefused(403)
        now_s = self._now_s()
        found = (read_credentials(value) for value in request.all("authorization"))
        credentials = next((one for one in found if one and one.realm == self._challenger.realm), None)
        if credentials is None:
            raise RegistrationRefused(401, *self._challenger.challenges(now_s))
        password = await self._password_of(credentials.username, credentials.realm)
        known = password is not None
        # The same work for a name that does not exist: how long it takes tells nobody.
        fits = self._challenger.fits(credentials, password or "", request.method, request.uri)
        if not (known and fits):
            raise RegistrationRefused(401, *self._challenger.challenges(now_s))
        if not self._challenger.fresh(credentials.nonce, now_s):
            raise RegistrationRefused(401, *self._challenger.challenges(now_s, stale=True))
        return credentials.username
