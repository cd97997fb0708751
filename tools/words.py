"""Add words to the four catalogues, or say what is missing in them.

    tools/words.py            codes of refusals without words, and keys that a language lacks
    tools/words.py FILE       add the keys of a JSON file: {"key": {"es": …, "ca": …, "en": …, "fr": …}}

Keys stay sorted, so that two people can add at the same time; a key that is there already is kept as it is.
"""

import fcntl
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LANGUAGES = ("es", "ca", "en", "fr")


def add(new: dict[str, dict[str, str]]) -> int:
    """Merge under a lock; how many keys were new."""
    added = 0
    with (ROOT / "locale/es.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for language in LANGUAGES:
            path = ROOT / "locale" / f"{language}.json"
            had = json.loads(path.read_text())
            fresh = {key: texts[language] for key, texts in new.items() if key not in had}
            added = max(added, len(fresh))
            merged = dict(sorted((had | fresh).items()))
            path.write_text(json.dumps(merged, ensure_ascii=False, indent=2) + "\n")
    return added


def missing() -> dict[str, list[str]]:
    """What each language lacks of the others' keys and of the refusals in the source."""
    sys.path.insert(0, str(ROOT))
    from tests.architecture.test_catalogues import CATALOGUES, refusals

    wanted = {f"refusal.{code}" for code in refusals()}
    for catalogue in CATALOGUES.values():
        wanted |= catalogue.keys()
    return {language: sorted(wanted - catalogue.keys()) for language, catalogue in CATALOGUES.items()}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(f"{add(json.loads(Path(sys.argv[1]).read_text()))} new keys")
    else:
        print(json.dumps(missing(), ensure_ascii=False, indent=2))
