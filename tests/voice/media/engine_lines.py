"""An engine with telephones on it, and what it noticed."""

import asyncio

from auxilio.voice.media.ports import FaultDirection, LegEvent, LegEventKind, LegId, LegProfile, MediaEngine
from tests.voice.media.peers import Page, Phone, until


class Lines:
    """What a test of an engine works with."""

    def __init__(self, engine: MediaEngine) -> None:
        self.engine = engine
        self.facts: list[LegEvent] = []
        self._ends: list[Phone | Page] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for fact in self.engine.events():
            self.facts.append(fact)

    async def phone(
        self, leg: str, hertz: int, *, group: str = "call", text: bool = False, sound: bool = True, **how: int
    ) -> Phone:
        """A telephone that has called us."""
        phone = await Phone(hertz, **how).open()
        self._ends.append(phone)
        offer = phone.description(text=text, sound=sound)
        phone.connect(await self.engine.attach_in(LegId(leg), offer, group=group))
        return phone

    async def called(self, leg: str, hertz: int, *, group: str = "call", text: bool = False) -> Phone:
        """A telephone that we have called."""
        phone = await Phone(hertz).open()
        self._ends.append(phone)
        phone.connect(await self.engine.attach_out(LegId(leg), LegProfile.RTP, group=group))
        await self.engine.set_answer(LegId(leg), phone.description(text=text))
        return phone

    async def page(self, leg: str, hertz: int, *, group: str = "call") -> Page:
        """A browser that has called us."""
        page = Page(hertz)
        self._ends.append(page)
        await page.connect(await self.engine.attach_in(LegId(leg), await page.offer(), group=group))
        return page

    async def called_page(self, leg: str, hertz: int, *, group: str = "call") -> Page:
        """A browser that we have called."""
        page = Page(hertz)
        self._ends.append(page)
        offer = await self.engine.attach_out(LegId(leg), LegProfile.WEB, group=group)
        await self.engine.set_answer(LegId(leg), await page.answer(offer))
        return page

    def seen(self, leg: str, kind: LegEventKind, way: FaultDirection | None = None) -> list[LegEvent]:
        """Facts of this kind."""
        return [fact for fact in self.facts if (fact.leg, fact.kind, fact.way) == (leg, kind, way)]

    async def close(self) -> None:
        self._reading.cancel()
        for end in self._ends:
            if isinstance(end, Phone):
                end.close()
            else:
                await end.close()


async def hears(end: Phone | Page, *tones: int) -> None:
    """The end hears these tones, all of them and nothing else."""
    await until(lambda: end.ear.tones == set(tones))
