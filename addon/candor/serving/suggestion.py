"""Questions that a record can answer, for who doesn't know yet what to ask.

Each names one filled field by its whole label, which no other field or column of the record holds or is held
by: a suggestion is a promise that its answer is found.
"""

#: How a value is asked for, by its type; what points to a person is asked for by "who".
_ASKED_FOR = {
    "monetary": "amount",
    "date": "date",
    "selection": "value",
    "many2one": "value",
    "integer": "value",
    "float": "value",
    "char": "value",
}
#: A longer value is text to read, and a longer label a sentence.
_MAX_VALUE = 80
_MAX_LABEL = 40


def questions(env, record):
    """At most one of each kind, people and amounts first.

    :param record: rendered whole for who is asked to choose, see `rendering.record.render`
    """
    fields = [section for section in record["sections"] if section["kind"] == "fields"]
    filled = [entry for section in fields for entry in section["lines"] if entry["label"]]
    quiet = [entry for section in fields for entry in section["quiet"]]
    lines = [entry for section in record["sections"] for entry in section["lines"]]
    columns = {cell["label"] for entry in lines for cell in entry.get("cells", ()) if cell["label"]}
    labels = [*(entry["label"] for entry in [*filled, *quiet]), *columns]
    labels = [label.casefold() for label in labels]
    found = {}
    for entry in filled:
        is_person = entry["party"] and entry["type"] == "many2one"
        kind = "person" if is_person else _ASKED_FOR.get(entry["type"])
        if kind and kind not in found and _is_clear(entry, labels, record["name"]):
            found[kind] = _question(env, kind, entry["label"])
    order = ("person", "amount", "date", "value")
    return [found[kind] for kind in order if kind in found]


def _is_clear(entry, labels, name):
    """Whether only this field, and no column of a list, can be meant by its label, and its value says more
    than the record's name.
    """
    label, value = entry["label"].casefold(), entry["value"] or ""
    others = sum(label in other or other in label for other in labels)
    return (
        others == 1
        and len(label) <= _MAX_LABEL
        and 1 < len(value) <= _MAX_VALUE
        and value.casefold() not in name.casefold()
    )


def _question(env, kind, label):
    if kind == "person":
        return env._("Who is the %(field)s?", field=label)
    if kind == "amount":
        return env._("How much is the %(field)s?", field=label)
    if kind == "date":
        return env._("When is the %(field)s?", field=label)
    return env._("What is the %(field)s?", field=label)
