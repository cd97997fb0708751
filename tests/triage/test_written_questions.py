"""Aim: a question that is sent is in one language with all its answers, in a partial one too (decision 0374)."""

from uuid import UUID

from auxilio.kernel.caller_guidance import QuestionText
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.partial_languages import PartialLanguages
from auxilio.kernel.shared_types import Mode
from auxilio.triage.core.messages import SendQuestion
from auxilio.triage.core.model import ProtocolRun
from auxilio.triage.core.written_questions import question_text
from auxilio.triage.library import PublishedProtocols
from tests.triage.shipped_content import reading

RUN, CASE, CALL = RunId(UUID(int=1)), CaseId(UUID(int=2)), CallId(UUID(int=3))


def sent(strings: dict[str, str], language: str = "ro") -> QuestionText:
    content = reading().content
    protocol = content.protocols["san-pcr"]
    run = ProtocolRun(
        id=RUN,
        case=CASE,
        mode=Mode.REAL,
        language="fr",
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
    )
    command = SendQuestion(run=RUN, question=protocol.questions[0].id, call=CALL, language=language)
    return question_text(run, command, PublishedProtocols(content, PartialLanguages({"ro": strings})))


def test_a_question_is_in_a_partial_language_with_all_its_answers_or_whole_in_spanish() -> None:
    question = reading().content.protocols["san-pcr"].questions[0]
    spanish = [question.ask["es"], *(each.label["es"] for each in question.answers)]
    whole = sent({words: f"ro: {words}" for words in spanish})
    assert (whole.language, whole.words) == ("ro", f"ro: {spanish[0]}")
    assert [each.label for each in whole.choices] == [f"ro: {words}" for words in spanish[1:]]
    half = sent({words: f"ro: {words}" for words in spanish[:-1]})
    assert (half.language, half.words) == ("es", spanish[0])
    assert [each.label for each in half.choices] == spanish[1:]


def test_a_language_that_is_none_of_the_contents_is_asked_in_that_of_the_interview() -> None:
    assert sent({}, "uk").language == "fr"
