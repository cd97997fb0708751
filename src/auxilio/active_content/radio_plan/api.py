"""The radio plan as a form over a draft, over HTTP; and talk groups from a spreadsheet and to one.

Litestar finds `actor` and `radio_forms` by name: the wiring provides them (app/processes/web_application.py).
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.active_content.radio_plan.forms import RadioAnswer, RadioForms, RadioQuestion, ReadTalkGroups
from auxilio.directory_import.api import (
    FormatParameter,
    LanguageParameter,
    download,
    known_language,
    posted_file,
)
from auxilio.directory_import.core.model import FormKind
from auxilio.directory_import.core.table import BYTES_MAX
from auxilio.directory_import.service import write_template
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.http.schema_notes import ANY_MEDIA_TYPE, reads_bytes
from auxilio.platform.i18n import REFERENCE

KIND = FormKind.TALK_GROUPS


class RadioPlanForm(Controller):
    """For authors of content. Nothing is kept: the draft is the author's."""

    path = "/api/plan/radio"
    tags: Sequence[str] | None = ("active_content",)

    @post("/", status_code=200, summary="The radio plan as a form over a draft")
    async def radio_form(
        self,
        data: JSONBody[RadioQuestion],
        actor: NamedDependency[Actor],
        radio_forms: NamedDependency[RadioForms],
    ) -> RadioAnswer:
        """The form, the file that it writes, and what is wrong beside its row."""
        require(actor, Permission.CONTENT_REVIEW)
        return await radio_forms.ask(data)

    @post(
        "/talk-groups",
        opt=reads_bytes(),
        status_code=200,
        request_max_body_size=BYTES_MAX,
        summary="Talk groups of a spreadsheet as rows of the form",
    )
    async def read_talk_groups(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        radio_forms: NamedDependency[RadioForms],
    ) -> ReadTalkGroups:
        """Each finding has row, column and code; with one the form takes nothing."""
        require(actor, Permission.CONTENT_REVIEW)  # before the body is read
        return await radio_forms.read_file(await posted_file(request))

    @get("/talk-groups", media_type=ANY_MEDIA_TYPE, summary="Talk groups in force, as a file")
    async def export_talk_groups(
        self,
        actor: NamedDependency[Actor],
        radio_forms: NamedDependency[RadioForms],
        form: FormatParameter = "csv",
        language: LanguageParameter = REFERENCE,
    ) -> Response[bytes]:
        """It reads back to the same rows."""
        require(actor, Permission.CONTENT_REVIEW)
        content = await radio_forms.export(form, known_language(language))
        return download(content, f"{KIND.value}.{form}", form)

    @get(
        "/talk-groups/template",
        media_type=ANY_MEDIA_TYPE,
        summary="A file with the columns of talk groups and an example row",
    )
    async def template_of_talk_groups(
        self,
        actor: NamedDependency[Actor],
        form: FormatParameter = "csv",
        language: LanguageParameter = REFERENCE,
    ) -> Response[bytes]:
        """Columns are found by their names in any of the four languages."""
        require(actor, Permission.CONTENT_REVIEW)
        content = await asyncio.to_thread(write_template, KIND, form, known_language(language))
        return download(content, f"{KIND.value}-template.{form}", form)
