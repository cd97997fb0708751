"""`auxilio content`: prove reviewed content, and look at one document of it."""

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from auxilio.active_content.activation import load_response_plan
from auxilio.active_content.content_bundle import (
    ContentBundle,
    VerifiedContent,
    content_folder,
    read_content,
)
from auxilio.active_content.content_coverage import ContentCoverage, measure_coverage
from auxilio.active_content.content_records import read_records
from auxilio.active_content.downtime_paper import downtime_paper, paper_digest
from auxilio.active_content.fhir_export import export_protocols
from auxilio.active_content.phrasebook_copy import phrasebook_copy
from auxilio.active_content.review_copy import review_copy
from auxilio.active_content.whole_difference import WholeDifference, compare_sets
from auxilio.app.cli.installed import open_installed
from auxilio.app.cli.log import settings_for
from auxilio.instructions.content import read_cards
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.documents import DocumentFault
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.triage.content import read_triage
from auxilio.triage.difference import Effect, Example, compare_versions
from auxilio.triage.specification_draft import specification_as_it_stands

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def content() -> None:
    """Protocols, cards and typology: reviewed data, proved before it is published."""


@content.command()
@click.argument("folder", required=False, type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: counts and faults.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--warnings/--no-warnings", default=True, show_default=True)
def verify(folder: Path | None, as_json: bool, lang: str, warnings: bool) -> None:
    """Read a content folder and walk every path. Exit code 1 when it would be refused."""
    _, _, verified = read_content(folder or content_folder(), SystemClock().now().date())
    if as_json:
        click.echo(msgspec.json.encode({**msgspec.structs.asdict(verified), "ok": not verified.errors}))
    else:
        _print_verdict(verified, lang, warnings)
    sys.exit(1 if verified.errors else 0)


def _print_verdict(verified: VerifiedContent, language: str, warnings: bool) -> None:
    words = catalogues()
    errors = verified.errors
    for fault in verified.faults if warnings else errors:
        click.echo(describe(fault, language))
    click.echo(
        words.text(
            "content.verified",
            language,
            protocols=verified.protocols,
            cards=verified.cards,
            types=verified.types,
            steps=verified.steps,
            paths=verified.paths,
            errors=len(errors),
            warnings=len(verified.faults) - len(errors),
        )
    )


def describe(fault: DocumentFault, language: str) -> str:
    """One line an editor can jump to: `protocols/san-pcr.yaml:28: error L02 san-pcr: …`."""
    words = catalogues()
    severity = words.text(f"content.{fault.severity.value}", language)
    said = words.text(f"content.fault.{fault.code}", language, **fault.facts)
    document = f" {fault.document}" if fault.document else ""
    return f"{fault.file}:{fault.line}: {severity} {fault.rule}{document}: {said}"


@content.command()
@click.argument("before", type=_FOLDER)
@click.argument("after", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: changed protocols, and every change.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def diff(before: Path, after: Path, as_json: bool, lang: str) -> None:
    """What AFTER decides otherwise than BEFORE and every other change, for those who sign: what became milder comes first,
    then what can harm."""
    old, new = read_triage(before), read_triage(after)
    found = compare_versions(old.content.protocols, new.content.protocols)
    whole = compare_sets(_bytes_of(before), _bytes_of(after))
    if as_json:
        click.echo(msgspec.json.encode({"decides": found, "whole": whole}))
        return
    words = catalogues()
    for one in found:
        facts = msgspec.structs.asdict(one)
        versions = " → ".join(version or "–" for version in one.versions)
        before_p0, after_p0 = one.p0_questions
        facts |= {"versions": versions, "before": before_p0, "after": after_p0}
        click.echo(words.text(f"content.diff.{one.change.value}", lang, **facts))
        for example in one.examples:
            click.echo(f"  {_example_line(example)}")
    _print_changes(whole, lang)


def _bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _print_changes(whole: WholeDifference, language: str) -> None:
    """Each change by its sentence; what can harm is marked, in words."""
    words = catalogues()
    if whole.same:
        click.echo(words.text("content.diff.same", language))
        return
    facts = {"in_all": whole.in_all, "harmful": whole.harmful, "unnamed": whole.unnamed}
    click.echo(words.text("content.diff.whole", language, **facts))
    if whole.not_judged:
        click.echo(words.text("content.diff.not_judged", language, count=whole.not_judged))
    for one in whole.changes:
        mark = f"{words.text('content.diff.harm', language)}: " if one.harms else ""
        click.echo(f"  {mark}{one.words[language]}")
    if whole.in_all > len(whole.changes):
        click.echo(words.text("content.diff.not_shown", language, count=whole.in_all - len(whole.changes)))


def _example_line(example: Example) -> str:
    """`P0 HEM-1 → P2 HEM-9   intensidad=massive site=limb`: codes, for those who know the protocol."""
    before, after = (f"P{o.priority} {'|'.join(o.rules)}" for o in (example.before, example.after))
    said = " ".join(f"{question}={answer}" for question, answer in example.answers.items())
    sent = ""
    if example.change is Effect.OTHERWISE and example.before.send != example.after.send:
        sent = f"   {','.join(example.before.send)} → {','.join(example.after.send)}"
    return f"{before} → {after}   {said}{sent}"


@content.command()
@click.argument("folder", required=False, type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the names behind each count.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def coverage(folder: Path | None, as_json: bool, lang: str) -> None:
    """Which types have a protocol and cards, which grave outcomes an instruction; who read which translation; which sources
    have expired."""
    place = folder or content_folder()
    triage, cards = read_triage(place), read_cards(place)
    on = SystemClock().now().date()
    records = read_records(place, content_folder(), triage, cards.easy.steps)
    found = measure_coverage(triage.content, cards.cards, records, on)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _print_coverage(found, lang)


def _print_coverage(found: ContentCoverage, language: str) -> None:
    def say(code: str, **facts: str | int) -> None:
        click.echo(catalogues().text(f"content.coverage.{code}", language, **facts))

    for kind in found.kinds:
        covered = kind.types - len(kind.without)
        say("kinds", priority=kind.priority, types=kind.types, covered=covered, carded=kind.with_card)
        if kind.without:
            click.echo(f"   {', '.join(kind.without)}")
    say("p0", rules=found.p0_rules, instructing=found.p0_rules - len(found.p0_silent))
    if found.p0_silent:
        click.echo(f"   {', '.join(found.p0_silent)}")
    for one in found.languages:
        facts = {"cards": found.cards, "said": one.cards, "life": found.life_cards, "life_said": one.life}
        say("partial" if one.partial else "spoken", language=one.language, **facts)
        if one.partial:
            say("asked", language=one.language, asked=one.questions, questions=found.critical_questions)
        if not one.original:
            say("read", language=one.language, read=one.read, documents=one.documents)
        for reader in one.readers:
            say("reader", by=reader.by, role=reader.role, at=reader.at, documents=reader.documents)
    _print_sources(found, language)
    for status, count in found.statuses.items():
        say("status", status=status, count=count)


def _print_sources(found: ContentCoverage, language: str) -> None:
    """How many there are, then each that has expired."""
    expired = [one for one in found.sources if one.expired]
    told = catalogues().text(
        "content.coverage.sources",
        language,
        sources=len(found.sources),
        cited=sum(bool(one.life_cards) for one in found.sources),
        unread=sum(one.not_read for one in found.sources),
        expired=len(expired),
    )
    click.echo(told)
    for one in expired:
        click.echo(f"   {one.expires} {one.id}: {one.title}")


@content.command()
@click.argument("id")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), default="es", show_default=True)
@click.option("--dir", "folder", type=_FOLDER)
def copy(id: str, out: Path, lang: str, folder: Path | None) -> None:
    """Write a protocol or a card as a PDF to be read, remarked on and signed by hand."""
    published = ContentBundle(folder or content_folder())
    interview = published.library.interview(id)
    found = interview.protocol if interview else published.cards.card(id)
    if found is None:
        click.echo(catalogues().text("content.unknown", "en", id=id), err=True)
        sys.exit(1)
    out.write_bytes(review_copy(found, published, catalogues(), lang))


@content.command()
@click.option("--language", required=True, help="Of the caller: ro, gl, uk, ar ...")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--operator-language",
    "lang",
    type=click.Choice(LANGUAGES),
    default="es",
    show_default=True,
    help="Of the operator.",
)
@click.option("--dir", "folder", type=_FOLDER)
def phrasebook(language: str, out: Path, lang: str, folder: Path | None) -> None:
    """Write the 40 sentences for a caller who speaks another language as a PDF, by number, beside the operator's.

    Yes, no and numbers stand by key. A language that no reader has checked says so on every page.
    """
    book = ContentBundle(folder or content_folder()).phrasebook
    others = sorted(book.languages.keys() - {lang})
    if language not in others:
        raise click.BadParameter(
            catalogues().text("content.phrasebook.none", "en", language=language, others=", ".join(others)),
            param_hint="--language",
        )
    out.write_bytes(phrasebook_copy(book, language, lang, catalogues()))


@content.command()
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), default="es", show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path), help="Of an installation: its content and area in force."
)
@click.option("--area", default="", help="Whose telephone numbers: a file of plans/areas, without .yaml.")
@click.option("--dir", "folder", type=_FOLDER)
def paper(out: Path, language: str, data: Path | None, area: str, folder: Path | None) -> None:
    """Write what a centre works with when its system or its 112 fails, as a PDF to be printed beforehand.

    What to do, telephone numbers, a form for a call, the critical questions of what may be P0, and the life cards. With --data they are
    those in force there; else those of --dir, or those that Auxilio ships. What was printed is told.
    """
    if data is not None and (area or folder):
        raise click.UsageError(catalogues().text("content.paper.one_source", "en"))
    if data is not None:
        printed, digest = asyncio.run(_paper_in_force(data, language))
        source = catalogues().text("content.paper.of.installation", language, folder=str(data))
    else:
        place = folder or content_folder()
        bundle, plan = ContentBundle(place), load_response_plan(place, area)
        printed = downtime_paper(bundle, plan.area, catalogues(), language)
        digest = paper_digest(bundle)
        source = catalogues().text(
            f"content.paper.of.{'folder' if folder else 'shipped'}", language, folder=str(place)
        )
    out.write_bytes(printed)
    click.echo(f"{catalogues().text('content.paper.foot', language, digest=digest)}: {source}")


async def _paper_in_force(data: Path, language: str) -> tuple[bytes, str]:
    """The paper of an installation, and the digest of its content."""
    async with open_installed(settings_for(data)) as runtime:
        printed = downtime_paper(runtime.content, runtime.plan.area, catalogues(), language)
        return printed, paper_digest(runtime.content)


@content.command()
@click.option(
    "--fhir",
    "out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="es", show_default=True)
@click.option("--dir", "folder", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON list of the files.")
def export(out: Path, lang: str, folder: Path | None, *, as_json: bool) -> None:
    """Write each protocol as a FHIR R4 Questionnaire, and the codes that they use as CodeSystems.

    Texts stand in --lang, their translations beside them. Drafts say so.
    """
    written = export_protocols(ContentBundle(folder or content_folder()), out, lang)
    if as_json:
        click.echo(msgspec.json.encode(written))
    else:
        click.echo(catalogues().text("content.exported", "en", files=len(written), folder=str(out)))


@content.command()
@click.argument("id")
@click.option("--dir", "folder", type=_FOLDER)
def show(id: str, folder: Path | None) -> None:
    """Print a protocol, a card or an incident type as the canonical JSON that is published."""
    place = folder or content_folder()
    triage, cards = read_triage(place).content, read_cards(place).cards
    found = triage.protocols.get(id) or cards.get(id) or triage.types.get(id)
    if found is None:
        click.echo(catalogues().text("content.unknown", "en", id=id), err=True)
        sys.exit(1)
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())


@content.command()
@click.argument("id")
@click.option("--dir", "folder", type=_FOLDER)
def specification(id: str, folder: Path | None) -> None:
    """Print the specification that a protocol follows as it stands: for data/protocol_specifications, after its author has read it."""
    place = folder or content_folder()
    try:
        text = specification_as_it_stands(read_triage(place), frozenset(read_cards(place).cards), id)
    except Refused as refused:
        click.echo(catalogues().text(f"refusal.{refused.code}", "en", **refused.facts), err=True)
        sys.exit(1)
    click.echo(text, nl=False)
