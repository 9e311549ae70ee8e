"""A stored answer, as far as one reader may see it now."""

import hashlib

from odoo import fields

from ..database.confidential import storable
from ..wire.pointer import by_model
from .former import Former
from .quotation import standing
from .records import reader_for, render


def served_to(turn, user, readers):
    """A turn as `candor.turn.serve` gives it out, blank where the reader may not see all of it now."""
    turn.ensure_one()
    shown = turn._shown_to(user, readers)
    is_asker = turn.user_id == user
    blank = shown is None
    date = fields.Datetime.to_string(turn.create_date)
    answer = shown or {"parts": [], "evidence": [], "confidence": False, "closest": [], "unread": []}
    confidence = answer["confidence"]
    if confidence and not is_asker and not _reads_all(turn, user, readers):
        confidence = False
    return {
        "id": turn.id,
        "question": turn.question or "" if is_asker or not blank else False,
        "date": date,
        "state": turn.state,
        "outcome": turn.outcome or False,
        "mode": turn.mode or False,
        "rung": turn.rung or False,
        "error_code": turn.error_code or False,
        "blank": blank,
        "changed_since": date if any(entry["changed"] for entry in answer["evidence"]) else False,
        "parts": answer["parts"],
        "evidence": answer["evidence"],
        "confidence": confidence,
        "closest": answer["closest"],
        "unread": answer["unread"],
        "duration_ms": turn.duration_ms,
    }


def _reads_all(turn, user, readers):
    """Whether this reader may read all that the confidence was reckoned from: its reasons tell of that."""
    given = {(row.res_model, row.res_id, row.section) for row in turn.section_ids}
    given |= set(map(_header_of, turn._answer()["closest"]))
    pointers = [{"res_model": model, "res_id": res_id, "section": name} for model, res_id, name in given]
    rendered = render(reader_for(turn, user, readers), by_model(pointers), turn)
    readable = {
        (record["res_model"], record["res_id"], section["section"])
        for record in rendered
        for section in record["sections"]
    }
    return given <= readable


def readable_to(turn, user, readers=None, answer=None):
    """`(answer, {pointer: its section})` if this reader may see all of it now, else None.

    What was quoted and stands there no longer is `changed` in the evidence, if `Former` lets him see it.

    :param readers: see `records.reader_for`
    :param answer: another one than the turn's own, as `candor.turn._answer` gives it
    """
    turn.ensure_one()
    answer = turn._answer() if answer is None else answer
    reader = reader_for(turn, user, readers)
    if turn.user_id != user and turn.res_model:
        # The question is about this record; who can't open it gets nothing of it.
        if not reader.can_open(turn.res_model, turn.res_id):
            return None
    made_from = _made_from(turn, answer)
    if made_from is None:
        return None
    pointers = [
        {"res_model": model, "res_id": res_id, "section": section} for model, res_id, section in made_from
    ]
    pointers += [
        {"res_model": model, "res_id": res_id, "section": section}
        for model, res_id, section in map(_header_of, answer["closest"])
    ]
    sections, names, unread = {}, {}, {}
    for record in render(reader, by_model(pointers), turn):
        unread[record["res_model"], record["res_id"]] = record["unread"]
        names[record["res_model"], record["res_id"]] = {
            "name": record["name"],
            "modelLabel": record["model_label"],
        }
        for section in record["sections"]:
            sections[record["res_model"], record["res_id"], section["section"]] = section
    if turn.user_id != user and (made_from or turn.res_model):
        # What was merely close is left out where he can't read it: who may judge says what it is about.
        near = [entry for entry in answer["closest"] if _header_of(entry) in sections]
        answer = {**answer, "closest": near}
    needed = [*made_from, *map(_header_of, answer["closest"])]
    if any(pointer not in sections for pointer in needed):
        return None
    if not _mark_changes(answer, sections, names, turn, reader):
        return None
    # Names as this reader sees them now.
    for entry in [*answer["evidence"], *answer["closest"]]:
        entry.update(names[entry["resModel"], entry["resId"]])
    answer["unread"] = _unread(answer, names, unread)
    return answer, sections


def _mark_changes(answer, sections, names, turn, reader):
    """Say of each source whether what was said of it is so no longer; False if that may not be shown."""
    former, words = Former(turn, reader), _words(answer)

    def is_renamed(entry):
        was, now = entry.get("name"), names[entry["resModel"], entry["resId"]]["name"]
        return isinstance(was, str) and was.strip() and was != now and was in words

    for entry in filter(is_renamed, [*answer["evidence"], *answer["closest"]]):
        if not former.name_may_be_shown(reader.env[entry["resModel"]]):
            return False
    for entry in answer["evidence"]:
        section = sections[section_of(entry)]
        is_changed = standing(entry.get("quote"), section) is None
        if is_changed and not former.may_be_shown(entry, section):
            return False
        entry["changed"] = bool(is_changed or is_renamed(entry))
    # A model may have said anything of what it was given, to him who asked.
    is_changed = any(entry["changed"] for entry in answer["evidence"])
    return not (is_changed and turn.model_name and turn.user_id != reader.env.user)


def _words(answer):
    """What the answer says in words of its own."""
    said = [part.get("text") or "" for part in answer["parts"]]
    reasons = answer["confidence"].get("reasons") if answer["confidence"] else None
    for reason in reasons or []:
        params = reason.get("params") if isinstance(reason, dict) else None
        said += [str(value) for value in (params or {}).values()]
    return "\n".join(said)


def section_of(entry):
    """Which section an entry of the evidence is from."""
    return entry["resModel"], entry["resId"], entry["section"]


def _header_of(entry):
    return entry["resModel"], entry["resId"], "header"


def sections_cited(turns):
    """Sections that turns cited, to be permitted again.

    :return: `[{res_model, res_id, section, turn, quotes}]`, each section once: `turn` is the place
        of the first of them that cited it, `quotes` are sha256 (hex) of what they quoted of it
    """
    cited = {}
    for place, turn in enumerate(turns):
        for entry in turn._answer()["evidence"]:
            key = section_of(entry)
            quote = storable(entry.get("quote") if isinstance(entry.get("quote"), str) else "")
            _turn, quotes = cited.setdefault(key, (place, {}))
            quotes[hashlib.sha256(quote.encode()).hexdigest()] = None
    return [
        {"res_model": model, "res_id": res_id, "section": section, "turn": place, "quotes": list(quotes)}
        for (model, res_id, section), (place, quotes) in cited.items()
    ]


def _made_from(turn, answer):
    """`[(model, id, section)]` that the answer was made from: a quote is made of what it quotes, the
    words of a language model of all that it was given; None where nobody knows what that was.
    """
    cited = [section_of(entry) for entry in answer["evidence"]]
    if not turn.model_name:
        return cited
    given = [(row.res_model, row.res_id, row.section) for row in turn.section_ids]
    return [*given, *cited] if given or not answer["parts"] else None


def _unread(answer, names, unread):
    """Attachments of the records shown that could not be read, as contract.ts has them."""
    shown = [(entry["resModel"], entry["resId"]) for entry in [*answer["evidence"], *answer["closest"]]]
    return [
        {"record": {"resModel": key[0], "resId": key[1], **names[key]}, **entry}
        for key in dict.fromkeys(shown)
        for entry in unread[key]
    ]
