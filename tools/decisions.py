"""Write the index of docs/decisions/README.md from the heads of the pages, or with --check say whether it is true.

    tools/decisions.py [--check]

A page begins with `# NUMBER Title` and `Status: in force since DATE. Area: AREA[, AREA]. …`; what follows the area says
what was replaced in part, and by which number.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs" / "decisions"
BEGIN, END = "<!-- index: tools/decisions.py -->\n", "<!-- end of index -->\n"
HEAD = re.compile(
    r"# (?P<number>\d{4}) (?P<title>.+)\n\nStatus: (?P<status>[^.]+)\. Area: (?P<areas>[a-z, ]+)\.(?P<more>.*)\n"
)


def index() -> str:
    """One table for each area. Raises `ValueError` for a page whose head is not as it should be."""
    areas: dict[str, list[str]] = defaultdict(list)
    for page in sorted(FOLDER.glob("[0-9]*.md")):
        head = HEAD.match(page.read_text("utf-8"))
        if head is None or not page.name.startswith(head["number"]):
            raise ValueError(f"{page.name}: the head is not `# NUMBER Title`, then `Status: …. Area: ….`")
        status = (head["status"] + "." + head["more"]).removesuffix(".")
        row = f"| [{head['number']}]({page.name}) | {head['title']} | {status} |\n"
        areas[head["areas"].partition(",")[0]].append(row)
    parts = [
        f"\n## {area}\n\n| | Decision | Status |\n|---|---|---|\n{''.join(areas[area])}"
        for area in sorted(areas)
    ]
    return "".join(parts)


def main() -> int:
    """The command line."""
    readme = FOLDER / "README.md"
    text = readme.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    written = f"{before}{BEGIN}{index()}{END}{after}"
    if "--check" not in sys.argv:
        readme.write_text(written, "utf-8")
        return 0
    if text != written:
        print("docs/decisions/README.md is not what the pages say: run tools/decisions.py")
    return int(text != written)


if __name__ == "__main__":
    sys.exit(main())
