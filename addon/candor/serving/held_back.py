"""What a declined turn would have said, for who judges whether declining was right."""

import json

from .answer import readable_to


def held_back_to(turn, user, readers=None):
    """`{parts, evidence}` as this reader may see it now, else None: the asker never, and nobody but
    who reviews the turn; of these who may read all that it was made from, as with any answer.

    :param readers: see `records.reader_for`
    """
    turn.ensure_one()
    if turn.user_id == user or user not in turn.review_ids.reviewer_id:
        return None
    return _readable(turn, user, readers)


def reads_held_back(turn, user):
    """Whether this person could judge it if he reviewed the turn."""
    return turn.user_id != user and _readable(turn, user) is not None


def _readable(turn, user, readers=None):
    if turn.outcome != "abstained" or not turn.held_back:
        return None
    held_back = {**turn._answer(), "closest": [], **json.loads(turn.held_back)}
    readable = readable_to(turn, user, readers, held_back)
    return readable and {name: readable[0][name] for name in ("parts", "evidence")}
