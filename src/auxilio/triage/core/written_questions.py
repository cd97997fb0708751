"""A question as a caller reads it: its words and its answers, in one language. Pure."""

from auxilio.kernel.caller_guidance import AnswerChoice, QuestionText
from auxilio.kernel.localized_text import text_language
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.triage.core.messages import SendQuestion
from auxilio.triage.core.model import ProtocolRun, QuestionTarget
from auxilio.triage.core.ports import ProtocolLibrary


def question_text(state: ProtocolRun | None, command: SendQuestion, library: ProtocolLibrary) -> QuestionText:
    """What is sent. Raises `Refused`: `unknown_run`, `run_closed`, `protocol_version_withdrawn`, `unknown_question`,
    `question_not_for_caller`."""
    if state is None:
        raise Refused("unknown_run", run=str(command.run))
    if state.closed_at is not None:
        raise Conflict("run_closed", run=str(state.id))
    interview = library.interview_of(state.digest)
    if interview is None:
        raise Refused("protocol_version_withdrawn", protocol=state.protocol, version=state.version)
    question = interview.protocol.question(command.question)
    if question is None:
        raise Refused("unknown_question", question=command.question, protocol=state.protocol)
    if question.ask_to is not QuestionTarget.CALLER:
        raise Refused("question_not_for_caller", question=question.id)
    ask, *labels = library.partial.together([question.ask, *(each.label for each in question.answers)])
    language = text_language(
        ask, command.language, library.partial.otherwise(command.language, state.language)
    )
    choices = tuple(
        AnswerChoice(code=each.code, label=label[text_language(label, language)][:200])
        for each, label in zip(question.answers, labels, strict=True)
    )
    return QuestionText(
        run=state.id,
        case=state.case,
        question=question.id,
        language=language,
        words=ask[language],
        choices=choices,
    )
