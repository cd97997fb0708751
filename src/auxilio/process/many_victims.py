"""Beside the six stages, what is larger than a case: what an interview or a report proves proposes a plan to a person.

A rule of the plan proposes; only a person declares. The proposal is a promise with a clock: somebody answers it. What
becomes of a plan is told in the story of every case that was a reason for it. Nothing here touches a priority or a type.
"""

from collections.abc import Iterable

from auxilio.cases.service import CASE
from auxilio.followup.model import WatchKind
from auxilio.kernel.ids import CaseId
from auxilio.major.messages import scene as scenes
from auxilio.major.messages import situations as m
from auxilio.major.model.scene import Became, Colour, Letter
from auxilio.major.policy import Seen, proposals
from auxilio.major.ports import Plans
from auxilio.process.promises import keep, pending, promise
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.triage import messages as triage

type Proves = triage.RunProved | scenes.SceneReported | scenes.CasualtiesCounted


def seen(event: Proves) -> Seen:
    """What a fact says, as far as a plan's rule may ask."""
    match event:
        case triage.RunProved():
            return Seen(notices=event.standing.notify)
        case scenes.SceneReported(said=said):
            major, number = said.get(Letter.MAJOR), said.get(Letter.NUMBER)
            return Seen(
                declared=major.declared if major else None, casualties=number.number if number else None
            )
        case scenes.CasualtiesCounted(colours=colours):
            return Seen(red=colours.get(Colour.RED))


def _proposing(plans: Plans) -> Reaction:
    async def propose(fact: Fact[Proves], house: House) -> Iterable[Step]:
        case = await house.state(CASE, fact.event.case)
        if case is None:
            return ()
        found = proposals(plans(), seen(fact.event), case.id, case.number, fact.at)
        return [Named(f"propose.{one.plan}.{one.ground.rule}", one) for one in found]

    return Reaction(
        "many_victims.propose",
        (triage.RunProved, scenes.SceneReported, scenes.CasualtiesCounted),
        propose,
    )


async def _proposed(fact: Fact[m.SituationProposed], house: House) -> Iterable[Step]:
    """Somebody must answer it, and its case tells of it."""
    del house
    watched = promise(fact, WatchKind.PLAN_PROPOSED, about=fact.event.plan)
    return (watched, *_tell(fact, Became.PROPOSED, "auxilio", (fact.event.ground.case,)))


async def _more(fact: Fact[m.SituationGroundAdded], house: House) -> Iterable[Step]:
    """Told to the case that brought the new reason; the others know. The clock of the proposal goes on."""
    del house
    return _tell(fact, Became.PROPOSED, "auxilio", (fact.event.ground.case,))


async def _answered(fact: Fact[m.SituationDeclared | m.SituationDismissed], house: House) -> Iterable[Step]:
    met = keep(fact, await pending(fact, house, WatchKind.PLAN_PROPOSED))
    became = Became.DECLARED if isinstance(fact.event, m.SituationDeclared) else Became.DISMISSED
    return (*met, *_tell(fact, became, fact.event.by, fact.event.cases))


async def _ended(fact: Fact[m.SituationEnded], house: House) -> Iterable[Step]:
    del house
    return _tell(fact, Became.ENDED, fact.event.by, fact.event.cases)


def _tell(fact: Fact[m.SituationEvent], became: Became, by: str, cases: tuple[CaseId, ...]) -> list[Named]:
    """In the story of each case. One that has ended is left alone: its command is refused."""
    event = fact.event
    return [
        Named(
            f"tell.{case}",
            scenes.TellScene(
                case=case, plan=event.plan, name=event.name, what=became, phase=event.phase_name, by=by
            ),
        )
        for case in cases
    ]


def reactions(plans: Plans) -> tuple[Reaction, ...]:
    """`plans` gives the civil protection plans in force."""
    return (
        _proposing(plans),
        Reaction("many_victims.proposed", (m.SituationProposed,), _proposed),
        Reaction("many_victims.more", (m.SituationGroundAdded,), _more),
        Reaction("many_victims.answered", (m.SituationDeclared, m.SituationDismissed), _answered),
        Reaction("many_victims.ended", (m.SituationEnded,), _ended),
    )
