"""A protocol or card as a form over a draft, and the specification of a protocol, over HTTP.

Litestar finds `actor` and `document_forms` by name: the wiring provides them (app/processes/web_application.py).
"""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.active_content.document_form.forms import (
    DocumentAnswer,
    DocumentForms,
    DocumentQuestion,
    ProtocolSpecificationDraft,
    ProtocolSpecificationQuestion,
)
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor


@post("/api/content/form", status_code=200, summary="A protocol or card as a form over a draft")
async def document_form(
    data: JSONBody[DocumentQuestion],
    actor: NamedDependency[Actor],
    document_forms: NamedDependency[DocumentForms],
) -> DocumentAnswer:
    """The document, the file that it writes, and what is wrong beside its field. Nothing is kept."""
    require(actor, Permission.CONTENT_WRITE)
    return await document_forms.ask(data)


@post(
    "/api/content/protocol-specification",
    status_code=200,
    summary="The specification that a protocol follows in a draft",
)
async def protocol_specification(
    data: JSONBody[ProtocolSpecificationQuestion],
    actor: NamedDependency[Actor],
    document_forms: NamedDependency[DocumentForms],
) -> ProtocolSpecificationDraft:
    """What the protocol decides as it stands, as the text of its specification (decision 0382). Nothing is kept."""
    require(actor, Permission.CONTENT_WRITE)
    return await document_forms.draft_specification(data)
