"""What is red, amber and green, from facts that were gathered elsewhere. Pure.

Red: the installation may not be real. Amber: it may, and worse than it should, or something is not known. An unknown is
never green.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.response_plan.core.registered import (
    PlanFindingCode,
    compare_with_directory,
    registered_centres,
)
from auxilio.identity.core.model import Desk, Directory, Person
from auxilio.kernel.instant import Instant
from auxilio.readiness.core.backups import BackupRun
from auxilio.readiness.core.model import CheckResult, CheckState
from auxilio.rosters.core.model import OnCallPeriod, ReachableContact
from auxilio.rosters.core.shift_model import PlannedShift
from auxilio.rosters.core.shift_policy import COVERED_AHEAD, on_at, uncovered_hours

DISK_FREE_GB_MIN = 2.0
DISK_FREE_GB_WANTED = 20.0
CERTIFICATE_DAYS_WANTED = 30
CLOCK_APART_S = 2.0
"""The database's clock and this machine's: beyond it the times of one case are of two clocks. A second is lost in asking (ours)."""
TELEPHONE_HEARD = timedelta(days=30)
"""A line on which nothing was heard for longer may be dead (ours)."""
SMS_BOUND = "bound"
"""What is said of a line to a message centre that is up."""
GIVEN_UP_TOLD = timedelta(hours=1)
"""So long a message that was given up is told (ours)."""
SMS_ALIVE = timedelta(minutes=3)
"""The worker says so every half minute (ours)."""
BACKUP_FRESH = timedelta(days=1)
RESTORE_FRESH = timedelta(days=92)
"""A quarter: a backup that nobody has brought back since is a hope."""
ADMINISTRATORS_MIN = 2
"""One alone cannot be helped when they forget their password, and confirms nothing (docs/nouns/role-grant.md)."""
NAMED_MAX = 5
"""So many names are told; the others are counted."""
CALL_TAKERS = frozenset({"call_taker"})
SUPERVISORS = frozenset({"supervisor", "room_chief"})
DISPATCHERS = frozenset({"dispatcher", "clinical_coordinator"})
ADMINISTRATORS = frozenset({"administrator"})


def green(code: str, **facts: str | int | float) -> CheckResult:
    """As it should be."""
    return CheckResult(state=CheckState.OK, code=code, facts=facts)


def amber(code: str, **facts: str | int | float) -> CheckResult:
    """Worse than it should be, or not known."""
    return CheckResult(state=CheckState.DEGRADED, code=code, facts=facts)


def red(code: str, **facts: str | int | float) -> CheckResult:
    """It may not be real."""
    return CheckResult(state=CheckState.MISSING, code=code, facts=facts)


def named(names: Iterable[str]) -> str:
    """The first few names. Semicolons: a centre's name may have a comma."""
    ordered = sorted(set(names))
    more = [f"+{len(ordered) - NAMED_MAX}"] if len(ordered) > NAMED_MAX else []
    return "; ".join([*ordered[:NAMED_MAX], *more])


def judge_disk(free_gb: float) -> CheckResult:
    """Room for what must survive, in gigabytes."""
    facts = {"free_gb": free_gb, "wanted_gb": DISK_FREE_GB_WANTED}
    if free_gb < DISK_FREE_GB_MIN:
        return red("disk", **facts)
    return (green if free_gb >= DISK_FREE_GB_WANTED else amber)("disk", **facts)


def judge_clock(apart_s: float, *, in_step: bool) -> CheckResult:
    """`apart_s`: this machine's clock less the database's; `in_step`: the system says that it is synchronised."""
    if abs(apart_s) > CLOCK_APART_S:
        return red("clock_apart", seconds=round(abs(apart_s)))
    return green("clock_in_step") if in_step else amber("clock_not_in_step")


def judge_sms(host: str, code: str | None, at: Instant | None, now: Instant) -> CheckResult:
    """`code`: what was said last of the line to the message centre, and `at` when; None: nothing yet."""
    if code is None or at is None:
        return amber("sms_never", host=host)
    if code != SMS_BOUND:
        return red("sms_lost", host=host, reason=code)
    minutes = int((now - at) / timedelta(minutes=1))
    return (
        green("sms_bound", host=host)
        if now - at <= SMS_ALIVE
        else red("sms_silent", host=host, minutes=minutes)
    )


def judge_sms_gateway(gateway: str, not_taken: int) -> CheckResult:
    """`not_taken`: as for `judge_mail`. A gateway is asked only when there is a message for it."""
    return (
        red("sms_not_taken", gateway=gateway, count=not_taken)
        if not_taken
        else green("sms_gateway_on", gateway=gateway)
    )


def judge_mail(host: str, not_taken: int) -> CheckResult:
    """`not_taken`: mails that the server did not take, waiting or given up within `GIVEN_UP_TOLD`."""
    return red("mail_not_taken", host=host, count=not_taken) if not_taken else green("mail_on", host=host)


def judge_certificate(left_days: int, path: str) -> CheckResult | None:
    """None while it is good for long enough."""
    if left_days < 0:
        return red("web_tls_expired", path=path)
    return (
        amber("web_tls_expires", path=path, days=left_days) if left_days < CERTIFICATE_DAYS_WANTED else None
    )


def judge_backup(made_at: Instant | None, now: Instant, failed: BackupRun | None = None) -> CheckResult:
    """The latest backup of the data; `failed`: the latest that the system was to make by itself, where it could not."""
    if failed is not None and (made_at is None or made_at < failed.ended_at):
        return red("backup_failed", place=failed.place, reason=failed.failure, detail=failed.detail)
    if made_at is None:
        return red("backup_never")
    age = now - made_at
    hours = round(age / timedelta(hours=1))
    return green("backup_fresh", hours=hours) if age <= BACKUP_FRESH else red("backup_old", hours=hours)


def judge_restore(done_at: Instant | None, now: Instant) -> CheckResult:
    """The latest backup that was brought back, here or in a database of its own."""
    if done_at is None:
        return red("restore_never")
    age = now - done_at
    return (
        green("restore_done", days=age.days) if age <= RESTORE_FRESH else amber("restore_old", days=age.days)
    )


def judge_keys(copied_at: Instant | None, now: Instant, open_keys: Sequence[tuple[str, str]]) -> CheckResult:
    """The keys of cases. `open_keys`: files that others of this machine can read, with their modes."""
    if open_keys:
        path, mode = open_keys[0]
        return red("key_open", path=path, mode=mode)
    if copied_at is None:
        return red("keys_never_copied")
    age = now - copied_at
    hours = round(age / timedelta(hours=1))
    return green("keys_copied", hours=hours) if age <= BACKUP_FRESH else amber("keys_copy_old", hours=hours)


def judge_hospitals(count: int, without_phone: Sequence[str]) -> CheckResult:
    """Hospitals of the real service."""
    if not count:
        return red("hospitals_missing")
    if without_phone:
        return amber("hospitals_without_phone", count=len(without_phone), names=named(without_phone))
    return green("hospitals_known", count=count)


def judge_on_call(
    contacts: Sequence[ReachableContact],
    gaps: Sequence[OnCallPeriod],
    zone: ZoneInfo,
    *,
    planned: bool,
    fixed: tuple[str, str],
) -> CheckResult:
    """The duty officer of everywhere, now and in the hours of this shift. `planned`: the table of people on call has a row;
    `fixed`: name and number of the settings, who stand in for a table that names nobody."""
    name, phone = fixed
    if phone and not contacts:
        return green("duty_officer", name=name, phone=phone)
    if not contacts:
        return red("duty_officer_off" if planned else "duty_officer_unknown")
    first = contacts[0]
    if gaps and not phone:
        begins, ends = gaps[0].since.astimezone(zone), gaps[0].until.astimezone(zone)
        return amber("duty_officer_gap", since=f"{begins:%H:%M}", until=f"{ends:%H:%M}")
    return green("duty_officer", name=first.name, phone=first.phone)


# --- plan and directory -----------------------------------------------------------------------------


_DIRECTORY_CODES = {
    PlanFindingCode.CENTRE_NOT_REGISTERED: "centres_unregistered",
    PlanFindingCode.CENTRE_OF_OTHER_AGENCY: "centres_of_other_agency",
    PlanFindingCode.CENTRE_UNREACHABLE: "centres_unreachable",
}
"""The gravest first. A service without centre has centres that are not registered; the line of the plan says that there is none."""


def judge_directory(plan: ResponsePlan, directory: Directory) -> CheckResult:
    """What the plan in force and the directory differ in, by the comparison that /room and /admin show (decision 0277)."""
    if not directory.centres:
        return red("directory_empty")
    found = compare_with_directory(plan, registered_centres(directory))
    for code, told in _DIRECTORY_CODES.items():
        if these := [one for one in found if one.code is code]:
            return red(told, count=len(these), names=named(one.name for one in these))
    return green("directory_agrees", count=len(directory.centres))


# --- shifts ------------------------------------------------------------------------------------------


class ExpectedFunction(NamedTuple):
    """A function that has to be covered at a place at every hour, and the roles that cover it."""

    function: str
    """`call_taker`, `supervisor` or `dispatcher`, as the texts of `doctor.shifts_gap` choose by it."""
    roles: frozenset[str]
    centre: str | None = None
    """None: in the room."""
    place: str = ""
    """What people call the centre."""


def expected_functions(directory: Directory) -> list[ExpectedFunction]:
    """Call takers and a supervisor in the room; somebody who answers tasks at each registered centre with a console."""
    consoles = {one.id for one in directory.agencies if one.has_console}
    return [
        ExpectedFunction("call_taker", CALL_TAKERS),
        ExpectedFunction("supervisor", SUPERVISORS),
        *(
            ExpectedFunction("dispatcher", DISPATCHERS, one.id, one.name)
            for one in directory.centres
            if one.agency in consoles
        ),
    ]


def judge_shifts(
    shifts: Sequence[PlannedShift],
    directory: Directory,
    now: Instant,
    zone: ZoneInfo,
) -> CheckResult:
    """Each function that the roster has at a place is covered now and in the hours ahead. `shifts`: of the weeks before and after.

    A function that a place has in none of these weeks is not expected there: nothing is red for a roster that nobody keeps.
    """
    if not shifts:
        return amber("shifts_none")
    gaps = list[tuple[OnCallPeriod, ExpectedFunction]]()
    for one in expected_functions(directory):
        mine = [
            each
            for each in shifts
            if each.shift.function.value in one.roles
            and each.shift.centre == one.centre
            and (one.centre is not None or each.shift.agency is None)
        ]
        if not mine:
            continue
        functions = {each.shift.function for each in mine}
        gaps += [(gap, one) for gap in uncovered_hours(mine, functions, now, now + COVERED_AHEAD)]
    open_now = [one for gap, one in gaps if gap.since <= now]
    if open_now:
        return _nobody_on(open_now)
    if gaps:
        first, one = min(gaps, key=lambda gap: (gap[0].since, gap[1].place, gap[1].function))
        since, until = (f"{at.astimezone(zone):%H:%M}" for at in (first.since, first.until))
        return amber("shifts_gap", function=one.function, place=one.place, since=since, until=until)
    return green("shifts_covered", count=len(on_at(shifts, now)))


def _nobody_on(functions: Sequence[ExpectedFunction]) -> CheckResult:
    """`room`: `call_taker`, `supervisor`, `both` or `none`; `centres`: names, or `none`."""
    room = sorted(one.function for one in functions if one.centre is None)
    centres = named(one.place for one in functions if one.centre is not None)
    of_room = "both" if len(room) > 1 else "".join(room) or "none"
    return red("shifts_uncovered", room=of_room, centres=centres or "none")


# --- functions --------------------------------------------------------------------------------------


def may_sit(person: Person, desk: Desk) -> bool:
    """As a sign-in decides it (`identity.core.seating.may_sit`): a desk of a centre is for its people; one of no centre and no
    role for those of the room."""
    if desk.centre and desk.centre != person.centre:
        return False
    if desk.roles:
        return not person.roles.isdisjoint(desk.roles)
    return desk.centre is not None or of_room(person)


def of_room(person: Person) -> bool:
    """Whether somebody works for the room itself, and not for an agency."""
    return person.agency is None and person.centre is None


def judge_room_function(
    function: str, roles: frozenset[str], people: Iterable[Person], desks: Iterable[Desk]
) -> CheckResult:
    """Somebody of the room who holds one of these roles, may sign in, and has a desk to sit at."""
    able = [one for one in people if one.active and of_room(one) and roles & one.roles]
    if not able:
        return red(f"{function}_missing")
    of_the_room = [desk for desk in desks if desk.centre is None]
    seated = [one for one in able if any(may_sit(one, desk) for desk in of_the_room)]
    if not seated:
        return red(f"{function}_without_desk", count=len(able))
    return green("function_covered", count=len(seated))


def judge_dispatchers(people: Iterable[Person], directory: Directory) -> CheckResult:
    """At each registered centre with a console, somebody who answers tasks and has a desk there."""
    consoles = {one.id for one in directory.agencies if one.has_console}
    able = [one for one in people if one.active and DISPATCHERS & one.roles]
    empty, seats = [], 0
    for centre in directory.centres:
        if centre.agency not in consoles:
            continue  # it is told by telephone
        here = [desk for desk in directory.desks if desk.centre == centre.id]
        seated = [one for one in able if one.centre == centre.id and any(may_sit(one, d) for d in here)]
        seats += len(seated)
        if not seated:
            empty.append(centre.name)
    if empty:
        return red("dispatchers_missing", count=len(empty), names=named(empty))
    return green("function_covered", count=seats)


def judge_administrators(people: Iterable[Person]) -> CheckResult:
    """Two who may sign in."""
    count = sum(1 for one in people if one.active and ADMINISTRATORS & one.roles)
    return (
        green("function_covered", count=count)
        if count >= ADMINISTRATORS_MIN
        else red("administrators_few", count=count)
    )
