"""A quote and the section that it is from, as lines of a rendering (rendering/section.py)."""

import re

from ..rendering.section import named

#: Characters shown to each side of a quote.
AROUND = 160
#: Characters of a section that has changed since it was quoted.
MAX_NOW = 600
_SPACES = re.compile(r"\s+")
_CUT = "…"


def standing(quote, section):
    """The lines that the quote stands in literally, or None; white space counts as one space.

    A zero or a No stands alone, as long as the form shows it. A quote may also be older than the name by
    which the form calls the field.
    """
    flat = _flat(quote)
    for lines in (section["lines"], *([line] for line in section["quiet"])):
        if _holds(_flat(_text(lines)), flat):
            return lines
    indexed = [{**line, "text": line.get("indexed", line["text"])} for line in section["lines"]]
    return indexed if _holds(_flat(_text(indexed)), flat) else None


def surroundings(evidence, lines):
    """The quote as it stands in its section, with what stands before and behind it.

    :param evidence: `{quote, place}` as contract.ts has them
    :return: `{before, quote, after}`, or False where the quote isn't there
    """
    words = _SPACES.split(_flat(evidence.get("quote")))
    if words == [""]:
        return False
    text = _text(lines)
    places = [found.span() for found in re.finditer(r"\s+".join(map(re.escape, words)), text)]
    if not places:
        return False
    named = _spans(lines, evidence.get("place"))
    start, end = max(
        places,
        # "10" is in "2010" too, and a value may stand in several fields; else the first one holds.
        key=lambda place: (
            any(begin <= place[0] and place[1] <= stop for begin, stop in named),
            _is_whole(text, *place),
        ),
    )
    return {"before": _before(text[:start]), "quote": text[start:end], "after": _after(text[end:])}


def words_now(evidence, section):
    """What stands in the place of a quote that is there no longer: the lines of the same label, else the
    section's beginning.

    :return: text, at most `MAX_NOW` characters; "" where nothing is filled in
    """
    place = evidence.get("place")
    called = [entry for entry in named(section) if place and entry["label"] == place]
    # What is empty has its label alone.
    text = _text([entry for entry in called if entry["value"] is not False] if called else section["lines"])
    if len(text) <= MAX_NOW:
        return text
    cut = text[: MAX_NOW - 2]
    return (cut[: max(space.start() for space in _SPACES.finditer(cut))] if " " in cut else cut) + f" {_CUT}"


def _holds(text, words):
    """Whether the words stand in the text, and no number of theirs as a part of a longer one."""
    before = r"(?<!\d)(?<!\d[.,])" if words[:1].isdecimal() else ""
    after = r"(?![.,]?\d)" if words[-1:].isdecimal() else ""
    if not before and not after:
        return words in text
    return re.search(before + re.escape(words) + after, text) is not None


def _flat(text):
    return _SPACES.sub(" ", text or "").strip()


def _text(lines):
    return "\n".join(line["text"] for line in lines)


def _spans(lines, label):
    """Where lines with this label stand in the text of all."""
    spans, at = [], 0
    for line in lines:
        stop = at + len(line["text"])
        if line["label"] and line["label"] == label:
            spans.append((at, stop))
        at = stop + 1
    return spans


def _is_whole(text, start, end):
    """Not a part of a longer word or number."""
    return not (text[max(start - 1, 0) : start].isalnum() and text[start].isalnum()) and not (
        text[end : end + 1].isalnum() and text[end - 1].isalnum()
    )


def _before(text):
    if len(text) <= AROUND:
        return text.lstrip()
    # One character more tells whether a word begins right here.
    near = text[-AROUND - 1 :]
    space = _SPACES.search(near)
    return f"{_CUT} " + (near[space.end() :] if space else near[1:])


def _after(text):
    if len(text) <= AROUND:
        return text.rstrip()
    near = text[: AROUND + 1]
    spaces = list(_SPACES.finditer(near))
    return (near[: spaces[-1].start()] if spaces else near[:-1]) + f" {_CUT}"
