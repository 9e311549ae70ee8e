"""The document with which the sidecar completes a turn."""

import json
import math

from .pointer import is_id
from .refusal import Refused

OUTCOMES = ("answered", "abstained", "chat", "stopped", "failed")
#: As contract.ts has them.
RUNGS = ("extractive", "lexical", "live")
MODES = (*RUNGS, "abstained", "chat", "unavailable")
#: Each has a model of its own in a calibrator; "passage" is of releases before.
ANSWER_KINDS = ("fields", "passage", "excerpt")
#: Lists of the document that point at records, and whether they name a section.
_POINTING = {"sections": True, "evidence": True, "closest": False}


def read(payload):
    """The document as it may be stored.

    :param payload: JSON string, see contract.ts
    :raise Refused: bad_request when it has another shape: it would make the history unreadable
    """
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        raise Refused("bad_request") from None
    if not isinstance(document, dict):
        raise Refused("bad_request")
    held_back = document.get("heldBack") or {}
    if not isinstance(held_back, dict):
        raise Refused("bad_request")
    for whole in (document, held_back):
        for name, with_section in _POINTING.items():
            if not all(_points(entry, with_section) for entry in _list(whole, name)):
                raise Refused("bad_request")
        for part in _list(whole, "parts"):
            if not isinstance(part, dict) or not isinstance(part.get("text"), str):
                raise Refused("bad_request")
    return document


def split(document, tz):
    """`(numbers and codes that anybody may see, {field: JSON that nobody reads})`.

    The fields are `answer` and `held_back`: what would have been said, of a turn that was declined only.

    :param tz: time zone of the asker: what was quoted is compared in it later
    """
    confidence = document.get("confidence")
    confidence = confidence if isinstance(confidence, dict) else {}
    numbers = {
        "request_id": _code(document.get("requestId")),
        "outcome": _one_of(OUTCOMES, document.get("outcome")) or "failed",
        "mode": _one_of(MODES, document.get("mode")),
        "rung": _one_of(RUNGS, document.get("rung")),
        "probability": _number(confidence.get("probability")),
        "threshold": _number(confidence.get("threshold")),
        "answer_kind": _one_of(ANSWER_KINDS, document.get("kind")),
        "calibrator_version": _code(document.get("calibrator")),
        "generation": _code(document.get("generation")),
        "model_name": _code(document.get("model")),
        "prompt_version": _code(document.get("promptVersion")),
        "features": _numbers(document.get("features")),
        "timings": _numbers(document.get("timings")),
        "duration_ms": int(_number(document.get("durationMs"))),
        "error_code": _code(document.get("errorCode")),
    }
    answer = {name: _list(document, name) for name in ("parts", "evidence", "closest")}
    answer |= {"confidence": confidence or False, "tz": tz or False}
    held_back = (numbers["outcome"] == "abstained" and document.get("heldBack")) or {}
    held_back = {name: _list(held_back, name) for name in ("parts", "evidence")}
    # Words that rest on nothing could be judged by nobody.
    is_kept = held_back["parts"] and held_back["evidence"]
    return numbers, {
        "answer": json.dumps(answer),
        "held_back": json.dumps(held_back) if is_kept else "",
    }


def sections(document):
    """What the answer was made from, each section once for each text that it had.

    :return: `[(res_model, res_id, section, hash or None, whether it is cited)]`
    """
    cited = {_pointer(entry) for entry in _list(document, "evidence")}
    given = dict.fromkeys(
        (*_pointer(entry), entry["hash"] if isinstance(entry.get("hash"), str) else None)
        for entry in _list(document, "sections")
    )
    return [(*pointer, digest, tuple(pointer) in cited) for *pointer, digest in given]


def _pointer(entry):
    return entry["resModel"], entry["resId"], entry["section"]


def _list(document, name):
    entries = document.get(name) or []
    if not isinstance(entries, list):
        raise Refused("bad_request")
    return entries


def _points(entry, with_section):
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("resModel"), str)
        and is_id(entry.get("resId"))
        and (not with_section or isinstance(entry.get("section"), str))
    )


def _one_of(values, value):
    """What another release of the sidecar says more is left out: the turn is stored all the same."""
    return value if value in values else False


def _code(value):
    """A short code or version; never a sentence, for it is written by a statement that may be logged."""
    return value[:64] if isinstance(value, str) and value.isprintable() and " " not in value else False


def _number(value):
    return value if isinstance(value, (int, float)) and math.isfinite(value) and abs(value) < 2**31 else 0


def _numbers(values):
    """Only what is a number by name: neither words nor NaN, which jsonb refuses with its text."""
    if not isinstance(values, dict):
        return {}
    return {
        name: value
        for name, value in values.items()
        if name.isidentifier() and isinstance(value, (int, float)) and math.isfinite(value)
    }
