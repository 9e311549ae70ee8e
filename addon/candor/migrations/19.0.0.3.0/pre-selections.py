"""How a turn was answered was free text and is a selection; a value that is none of it would break copies."""

#: As they are in this release; a later one has a script of its own.
_VALUES = {
    "mode": ("extractive", "lexical", "live", "abstained", "chat", "unavailable"),
    "rung": ("extractive", "lexical", "live"),
    "answer_kind": ("fields", "passage", "excerpt"),
}


def migrate(cr, version):
    """:param version: installed before; nothing where the addon is new"""
    if not version:
        return
    mode, rung, kind = _VALUES.values()
    cr.execute(
        """
        UPDATE candor_turn
           SET mode = CASE WHEN mode IN %(mode)s THEN mode END,
               rung = CASE WHEN rung IN %(rung)s THEN rung END,
               answer_kind = CASE WHEN answer_kind IN %(kind)s THEN answer_kind END
         WHERE mode NOT IN %(mode)s OR rung NOT IN %(rung)s OR answer_kind NOT IN %(kind)s
        """,
        {"mode": mode, "rung": rung, "kind": kind},
    )
