"""Content in force, its versions and trials, for the composition root."""

from auxilio.active_content import api
from auxilio.active_content.approvals import UnsignedContent
from auxilio.active_content.area_forms import AreaAnswer, AreaQuestion
from auxilio.active_content.change_studies import Study
from auxilio.active_content.content_coverage import ContentCoverage
from auxilio.active_content.document_form.api import document_form, protocol_specification
from auxilio.active_content.document_form.forms import (
    DocumentAnswer,
    DocumentQuestion,
    ProtocolSpecificationDraft,
    ProtocolSpecificationQuestion,
)
from auxilio.active_content.phrasebook import Phrasebook
from auxilio.active_content.plan_trial import ReplayAnswer, Trial, TrialAnswer
from auxilio.active_content.radio_plan.api import RadioPlanForm
from auxilio.active_content.radio_plan.forms import RadioAnswer, RadioQuestion, ReadTalkGroups
from auxilio.active_content.translation_review.api import read_translations
from auxilio.active_content.translation_review.review import TranslationAnswer, TranslationQuestion
from auxilio.active_content.views import PartialLanguage
from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.documents import DocumentFault

CAPABILITY: Capability[object, object, object] = Capability(
    name="active_content",
    routes=(
        api.try_plan,
        api.replay_plan,
        api.area_form,
        RadioPlanForm,
        document_form,
        protocol_specification,
        read_translations,
        api.content_versions,
        api.content,
        api.phrasebook,
        api.content_paper,
        api.partial_language,
        api.content_version,
        api.content_copy,
        api.recordings_of,
        api.recording_sound,
        api.type_names,
        api.unsigned_content,
        api.content_coverage,
    ),
    schemas=(
        Study,
        DocumentFault,
        Phrasebook,
        PartialLanguage,
        Trial,
        TrialAnswer,
        ReplayAnswer,
        AreaQuestion,
        AreaAnswer,
        RadioQuestion,
        RadioAnswer,
        ReadTalkGroups,
        DocumentQuestion,
        DocumentAnswer,
        ProtocolSpecificationQuestion,
        ProtocolSpecificationDraft,
        TranslationQuestion,
        TranslationAnswer,
        UnsignedContent,
        ContentCoverage,
    ),
    permissions=(
        Permission.CONTENT_READ,
        Permission.CONTENT_LIST,
    ),
    settings=(
        "content",
        "area",
    ),
)
