"""What people may see of a review: its asker, and who reviews it."""

import json
from datetime import datetime, timezone

from odoo import fields

from .answer import readable_to
from .records import reader_for


def state_for(review, user, *, is_blank, readers=None):
    """A review as its asker's panel shows it: `ReviewState` of static/src/answer/turn.ts.

    :param user: who is shown it
    :param is_blank: he isn't shown the answer, so he is given no word of the reviewer's either
    """
    review.ensure_one()
    reader = reader_for(review.turn_id, user, readers)
    is_final = review._is_final()
    state = review._state_now()
    words = {} if is_blank else _given_words(review, user, readers, is_final=is_final)
    return {
        "id": review.id,
        "state": "arriving" if state == "pending" else state,
        "reviewer": name_of(review.reviewer_id, reader),
        "since": fields.Datetime.to_string(review.create_date),
        "outcome": (is_final and review._given_outcome()) or False,
        "origin": review.origin,
        "decided": (is_final and fields.Datetime.to_string(review.decided_date)) or False,
        "final_in_ms": False if is_final else final_in_ms(review),
        "asked_back": False,
        "reply": False,
        "reason": False,
        "corrected": False,
        "is_unreadable": False,
        **words,
    }


def _given_words(review, user, readers, *, is_final):
    asked = json.loads(review.asked_back or "{}")
    given = {"asked_back": asked.get("question") or False, "reply": asked.get("reply") or False}
    if not is_final:
        return given
    verdict = json.loads(review.verdict or "{}")
    outcome = review._given_outcome()
    if outcome in ("reject", "correct"):
        given["reason"] = verdict.get("reason") or False
    if outcome == "correct":
        corrected = correction_for(review, user, readers)
        given |= {"corrected": corrected or False, "is_unreadable": not corrected}
    return given


def correction_for(review, user, readers=None):
    """The corrected answer `{parts, evidence}` if this reader may read now all that it cites, else None."""
    verdict = json.loads(review.verdict or "{}")
    turn = review.turn_id
    if review._given_outcome() != "correct" or not turn or not verdict.get("correction"):
        return None
    cited = verdict.get("cited") or []
    evidence = [
        {"n": place, **pointer, "section": "header", "place": "", "quote": "", "name": "", "modelLabel": ""}
        for place, pointer in enumerate(cited, 1)
    ]
    paragraphs = [line for line in verdict["correction"].split("\n") if line.strip()]
    numbers = [entry["n"] for entry in evidence]
    parts = [{"text": text, "evidence": []} for text in paragraphs]
    parts[-1]["evidence"] = numbers
    corrected = {**turn._answer(), "parts": parts, "evidence": evidence, "closest": []}
    readable = readable_to(turn, user, readers, corrected)
    return readable and {name: readable[0][name] for name in ("parts", "evidence")}


def final_in_ms(review):
    """Milliseconds until the verdict is final, or False where there is none that can be taken back."""
    if review.state != "pending":
        return False
    left = review.final_date - datetime.now(timezone.utc).replace(tzinfo=None)
    return max(0, round(left.total_seconds() * 1000))


def name_of(user, reader):
    """His name, to who may read it, else False."""
    return reader.names("res.users", user.ids).get(user.id, False)
