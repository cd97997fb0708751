"""The checks of readiness: one line for each part that real service needs (decision 0285).

`examine_readiness` makes all of them: `serve` for the page of administration and for the room, `auxilio doctor --live` for the
terminal. A check only reads.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from auxilio.active_content.activation import ActiveContent
from auxilio.active_content.versions import versions
from auxilio.dispatch.push.installation import read_vapid_key, vapid_key_file
from auxilio.geo.model import RegionInfo
from auxilio.hospitals.service import HOSPITAL, HOSPITALS_MAX
from auxilio.identity.core.model import Directory, Person
from auxilio.identity.store import IdentityStore
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.cursors import live_where
from auxilio.readiness.backup_log import backup_runs
from auxilio.readiness.core import policy
from auxilio.readiness.core.backups import last_failure
from auxilio.readiness.core.maintenance import MaintenanceKind
from auxilio.readiness.core.model import (
    CheckResult,
    DoctorFinding,
    ReadinessFinding,
    ReadinessReport,
)
from auxilio.readiness.core.policy import amber, green, red
from auxilio.readiness.host_checks import (
    clock_in_step,
    free_disk_gb,
    open_keys,
    web_finding,
)
from auxilio.readiness.maintenance_records import last_maintenance
from auxilio.readiness.ports import ReadinessSettings
from auxilio.readiness.store import ReadinessStore
from auxilio.rosters.core.policy import SHIFT_AHEAD, on_call_at, uncovered
from auxilio.rosters.core.shift_policy import EXPECTED_WITHIN, planned
from auxilio.rosters.service import duties_of
from auxilio.rosters.shift_service import rosters_kept
from auxilio.voice.media.speech import PROGRAM, speech_program
from auxilio.voice.sip.tls import expires_at

INVENTED_AREA = "demo"
"""The area of the invented town: its centres do not exist."""
GUIDE = "docs/operations/readiness.md"
"""Has a heading for each part, which is the name of the part."""
SETTINGS = "/admin?section=settings"
"""Where the settings that a line names stand with their values, and where each comes from."""


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """What the checks read. `pool` and `in_force` are None where the database or the content cannot be read: checks of them are
    then amber, `not_known`."""

    settings: ReadinessSettings
    clock: Clock
    pool: Pool | None
    in_force: ActiveContent | None
    region: Callable[[], RegionInfo]
    """Reads what is known of the map. Raises `Refused`."""

    @property
    def database(self) -> Pool:
        """Raises `Refused("database_unreachable")`."""
        if self.pool is None:
            raise Refused("database_unreachable")
        return self.pool

    @property
    def content(self) -> ActiveContent:
        """Raises `Refused("content_not_read")`."""
        if self.in_force is None:
            raise Refused("content_not_read")
        return self.in_force

    @property
    def is_real(self) -> bool:
        """Whether the installation says that what happens in it is real."""
        return self.settings.mode is Mode.REAL

    async def people(self) -> list[Person]:
        """Everybody."""
        return await IdentityStore(self.database).people()

    async def directory(self) -> Directory:
        """Agencies, centres and desks."""
        return await IdentityStore(self.database).directory()


@dataclass(frozen=True)
class ReadinessCheck:
    """One line of the report: its part, the link to where the part is repaired, and the function that checks it."""

    part: str
    link: str
    look: Callable[[CheckContext], Awaitable[CheckResult]]


async def _region(live: CheckContext) -> CheckResult:
    try:
        info = await asyncio.to_thread(live.region)
    except Refused as refused:
        return red(refused.code, folder=str(refused.facts.get("region", "")))
    if live.is_real and info.is_invented:
        return red("region_invented")
    return green("region", source=info.source, data_at=info.data_at or "?", folder=info.version)


async def _plan(live: CheckContext) -> CheckResult:
    plan = live.content.plan
    if not plan.area.id or not plan.area.centres:
        return red("plan_missing")
    if live.is_real and plan.area.id == INVENTED_AREA:
        return red("plan_invented")
    facts: dict[str, str | int] = {"area": plan.area.id, "count": len(plan.area.centres)}
    return (amber if plan.draft else green)("plan_draft" if plan.draft else "plan_in_force", **facts)


async def _directory(live: CheckContext) -> CheckResult:
    return policy.judge_directory(live.content.plan, await live.directory())


async def _hospitals(live: CheckContext) -> CheckResult:
    mode = live.settings.mode.value
    hospitals = await live_where(live.database, HOSPITAL, HOSPITALS_MAX, mode=mode)
    return policy.judge_hospitals(len(hospitals), [one.name for one in hospitals if not one.phone])


async def _on_call(live: CheckContext) -> CheckResult:
    """Whom the room telephones when nobody there answers an alarm."""
    settings, now, zone = live.settings, live.clock.now(), ZoneInfo(live.settings.zone)
    if live.pool is None and settings.duty_officer_phone:
        return green("duty_officer", name=settings.duty_officer_name, phone=settings.duty_officer_phone)
    duties = await duties_of(live.database, settings.mode)
    return policy.judge_on_call(
        on_call_at(duties, OnCallFunction.DUTY_OFFICER, now, zone).contacts,
        uncovered(duties, OnCallFunction.DUTY_OFFICER, now, now + SHIFT_AHEAD, zone),
        zone,
        planned=bool(duties),
        fixed=(settings.duty_officer_name, settings.duty_officer_phone),
    )


async def _shifts(live: CheckContext) -> CheckResult:
    """Whether somebody is to work in each function in this shift and the next. Who may sign in, other lines say."""
    now, zone = live.clock.now(), ZoneInfo(live.settings.zone)
    names = {one.id: one.name for one in await live.people()}
    rosters = await rosters_kept(live.database)
    shifts = planned(rosters, names, {}, now - EXPECTED_WITHIN, now + EXPECTED_WITHIN, zone)
    return policy.judge_shifts(shifts, await live.directory(), now, zone)


async def _content(live: CheckContext) -> CheckResult:
    found = versions(live.content.published)
    unsigned = sum(1 for one in found.documents if one.status != "approved")
    return (
        red("content_draft", count=unsigned)
        if unsigned
        else green("content_signed", count=len(found.documents))
    )


async def _trunk(live: CheckContext) -> CheckResult:
    settings = live.settings
    if not settings.voice_port:
        return amber("voice_off")
    if not settings.sip_trunk:
        return red("trunk_missing")
    return (
        green("trunk", trunk=settings.sip_trunk) if settings.numbers_asserted else amber("voice_numbers_said")
    )


async def _callouts(live: CheckContext) -> CheckResult:
    """Whether people on call can be called and spoken to, where the installation does so."""
    lines = live.settings.callout_lines
    if not lines:
        return green("callouts_off")
    if not live.settings.voice_port or not live.settings.sip_trunk:
        return red("callouts_no_trunk")
    if speech_program() is None:
        return red("callouts_speech_missing", program=PROGRAM)
    return green("callouts", count=lines)


async def _test_call(live: CheckContext) -> CheckResult:
    if not live.settings.voice_port:
        return amber("voice_off")
    since = live.clock.now() - policy.TELEPHONE_HEARD
    heard = await ReadinessStore(live.database).telephone_heard_since(since)
    days = policy.TELEPHONE_HEARD.days
    return green("telephone_heard", days=days) if heard else amber("telephone_not_heard", days=days)


async def _sms(live: CheckContext) -> CheckResult:
    """Whether the leading worker has its line to the message centre, or the gateway takes what is given to it."""
    host, gateway, store = live.settings.smpp_host, live.settings.sms_gateway, ReadinessStore(live.database)
    if gateway:
        since = live.clock.now() - policy.GIVEN_UP_TOLD
        name = gateway.partition(";")[0]
        return policy.judge_sms_gateway(name, await store.not_taken_since("sms", since))
    if not host:
        return green("sms_off")
    code, at = await store.sms_link()
    return policy.judge_sms(host, code, at, live.clock.now())


async def _push(live: CheckContext) -> CheckResult:
    """Whether telephones of crews can be woken; without a push service there is nothing to look at."""
    settings = live.settings
    if not settings.push_hosts:
        return green("push_off")
    try:
        await asyncio.to_thread(read_vapid_key, settings.data)
    except Refused as refused:
        return red("push_key_wrong", path=str(vapid_key_file(settings.data)), reason=refused.code)
    return green("push_ready")


async def _mail(live: CheckContext) -> CheckResult:
    """Whether the mail server takes what is given to it; without one there is nothing to look at."""
    server = live.settings.smtp_server
    if not server:
        return green("mail_off")
    since = live.clock.now() - policy.GIVEN_UP_TOLD
    return policy.judge_mail(server, await ReadinessStore(live.database).not_taken_since("email", since))


async def _tls(live: CheckContext) -> CheckResult:
    settings = live.settings
    if settings.tls_certificate is not None:
        try:
            ends = await asyncio.to_thread(expires_at, settings.tls_certificate)
        except Refused as refused:
            return red(
                "web_tls_wrong", file=str(settings.tls_certificate), reason=str(refused.facts["reason"])
            )
        judged = policy.judge_certificate((ends - live.clock.now()).days, str(settings.tls_certificate))
        if judged is not None:
            return judged
    found = web_finding(settings)
    if found.code == "web_in_the_clear":
        return red(found.code, **found.facts)
    # Pages that only this machine opens put nobody at risk, but no other desk can work.
    return amber(found.code, **found.facts) if found.code == "web_local" else _as_result(found)


async def _clock(live: CheckContext) -> CheckResult:
    before = live.clock.now()
    there = await ReadinessStore(live.database).clock()
    after = live.clock.now()
    here = before + (after - before) / 2
    return policy.judge_clock((here - there) / timedelta(seconds=1), in_step=clock_in_step())


async def _disk(live: CheckContext) -> CheckResult:
    return policy.judge_disk(await asyncio.to_thread(free_disk_gb, live.settings))


async def _backup(live: CheckContext) -> CheckResult:
    made = last_maintenance(live.settings.data, MaintenanceKind.BACKUP)
    failed = last_failure(backup_runs(live.settings.data))
    return policy.judge_backup(made.at if made else None, live.clock.now(), failed)


async def _restore(live: CheckContext) -> CheckResult:
    kinds = (MaintenanceKind.RESTORE, MaintenanceKind.VERIFY)
    done = [one.at for kind in kinds if (one := last_maintenance(live.settings.data, kind))]
    return policy.judge_restore(max(done, default=None), live.clock.now())


async def _keys(live: CheckContext) -> CheckResult:
    copied = last_maintenance(live.settings.data, MaintenanceKind.KEYS)
    return policy.judge_keys(copied.at if copied else None, live.clock.now(), open_keys(live.settings))


async def _call_takers(live: CheckContext) -> CheckResult:
    people, directory = await live.people(), await live.directory()
    return policy.judge_room_function("call_takers", policy.CALL_TAKERS, people, directory.desks)


async def _supervisors(live: CheckContext) -> CheckResult:
    people, directory = await live.people(), await live.directory()
    return policy.judge_room_function("supervisors", policy.SUPERVISORS, people, directory.desks)


async def _dispatchers(live: CheckContext) -> CheckResult:
    return policy.judge_dispatchers(await live.people(), await live.directory())


async def _administrators(live: CheckContext) -> CheckResult:
    return policy.judge_administrators(await live.people())


def _as_result(found: DoctorFinding) -> CheckResult:
    return CheckResult(state=found.state, code=found.code, facts=found.facts)


CHECKS: tuple[ReadinessCheck, ...] = (
    ReadinessCheck("region", "/setup", _region),
    ReadinessCheck("plan", "/content", _plan),
    ReadinessCheck("directory", "/admin?section=centres", _directory),
    ReadinessCheck("hospitals", "/admin?section=hospitals", _hospitals),
    ReadinessCheck("on_call", "/admin?section=on_call", _on_call),
    ReadinessCheck("shifts", "/admin?section=shifts", _shifts),
    ReadinessCheck("content", "/content", _content),
    ReadinessCheck("trunk", "/admin?section=telephone", _trunk),
    ReadinessCheck("test_call", "/admin?section=telephone", _test_call),
    ReadinessCheck("sms", SETTINGS, _sms),
    ReadinessCheck("callouts", SETTINGS, _callouts),
    ReadinessCheck("push", SETTINGS, _push),
    ReadinessCheck("mail", SETTINGS, _mail),
    ReadinessCheck("tls", "/admin?section=tls", _tls),
    ReadinessCheck("clock", f"{GUIDE}#clock", _clock),
    ReadinessCheck("disk", f"{GUIDE}#disk", _disk),
    ReadinessCheck("backup", "/admin?section=backups", _backup),
    ReadinessCheck("restore", "/admin?section=backups", _restore),
    ReadinessCheck("keys", "/admin?section=keys", _keys),
    ReadinessCheck("call_takers", "/admin?section=people", _call_takers),
    ReadinessCheck("supervisors", "/admin?section=people", _supervisors),
    ReadinessCheck("dispatchers", "/admin?section=people", _dispatchers),
    ReadinessCheck("administrators", "/admin?section=people", _administrators),
)
"""Every line of the report, in its order. Each gives one finding, whatever it meets."""


async def examine_readiness(live: CheckContext) -> ReadinessReport:
    """Make every check once, one after another. A check that is refused, or fails for a moment, gives amber `not_known` with why."""
    findings = [await _finding(check, live) for check in CHECKS]
    return ReadinessReport(at=live.clock.now(), mode=live.settings.mode, findings=tuple(findings))


async def _finding(check: ReadinessCheck, live: CheckContext) -> ReadinessFinding:
    try:
        found = await check.look(live)
    except Refused as refused:
        found = amber("not_known", reason=refused.code)
    except TRANSIENT_ERRORS as wrong:
        found = amber("not_known", reason=type(wrong).__name__)
    return ReadinessFinding(
        part=check.part, state=found.state, code=found.code, facts=found.facts, link=check.link
    )
