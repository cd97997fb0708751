"""Reads `stories.yaml`, and says what is wrong with one that is not whole."""

from functools import cache
from pathlib import Path

import msgspec
import yaml

from auxilio.kernel.refusal import Refused
from simulator.model import Stories

FILE = Path(__file__).parent / "stories.yaml"


@cache
def read_stories(file: Path = FILE) -> Stories:
    """The stories of a file. Raises `Refused("stories_malformed")` naming the place."""
    try:
        stories = msgspec.convert(yaml.safe_load(file.read_text("utf-8")), Stories)
    except (msgspec.ValidationError, yaml.YAMLError) as wrong:
        raise Refused("stories_malformed", detail=str(wrong)) from None
    for kind, story in stories.kinds.items():
        for role in story.callers:
            for topic in role.answers.keys() - stories.topics.keys():
                raise Refused("stories_malformed", detail=f"{kind}.{role.who}: {topic}")
            for language in role.languages:
                # A role that falls silent in one of its languages would be another story.
                told = (
                    role.opening,
                    *role.answers.values(),
                    stories.unknown,
                    stories.thanks,
                    stories.help_came,
                )
                if not all(words.get(language) for words in told):
                    raise Refused("stories_malformed", detail=f"{kind}.{role.who}: {language}")
    return stories
