"""Questions that a record can answer, for who doesn't know yet what to ask.

Only such as the sidecar finds an answer to: each speaks of what is filled in the words of its label,
or in words that `sidecar/src/ask` knows.
"""

_EMPLOYEES = {"hr.employee", "hr.employee.public"}
_ADDRESSES = {"phone", "mobile", "email", "email_from", "work_phone", "work_email"}
#: Dates that Odoo writes when something is assigned, moved or closed: nobody asks for them.
_BOOKKEEPING = {"date_assign", "date_closed", "date_last_stage_update", "date_open"}


def questions(env, record):
    """Most telling first, each from something that is filled.

    :param record: rendered whole for who is asked to choose, see `rendering.record.render`
    """
    sections = record["sections"]
    filled = [
        entry
        for section in sections
        if section["kind"] == "fields"
        for entry in section["lines"]
        if entry["label"]
    ]
    found = (
        _about_talk(env, sections),
        _about_text(env, filled),
        _about_lines(env, sections),
        _about_date(env, filled),
        _about_amount(env, filled),
        _about_person(env, filled),
        _about_address(env, filled, record["res_model"]),
        _about_stage(env, filled),
    )
    return [question for question in found if question]


def _about_talk(env, sections):
    # What Odoo notes by itself has no author line.
    talk = (section["lines"] for section in sections if section["kind"] == "message")
    if any(entry["field"] == "author_id" for lines in talk for entry in lines):
        return env._("What was said last?")
    return None


def _about_text(env, filled):
    entry = _first(filled, {"html", "text"})
    return entry and env._("What is in the %(field)s?", field=_in_sentence(env, entry["label"]))


def _about_lines(env, sections):
    relations = {section["lines"][0]["relation"] for section in sections if section["kind"] == "line"}
    if "sale.order.line" in relations:
        return env._("What did the customer order?")
    if "purchase.order.line" in relations:
        return env._("What did we order?")
    if "account.move.line" in relations:
        return env._("What was invoiced?")
    return None


def _about_date(env, filled):
    told = [entry for entry in filled if entry["field"] not in _BOOKKEEPING]
    due = [entry for entry in told if "due" in entry["field"] or "deadline" in entry["field"]]
    entry = _first(due, {"date", "datetime"}) or _first(told, {"date", "datetime"})
    return entry and env._("When is the %(field)s?", field=_in_sentence(env, entry["label"]))


def _about_amount(env, filled):
    total = [entry for entry in filled if entry["field"] == "amount_total"]
    entry = _first(total, {"monetary"}) or _first(filled, {"monetary"})
    return entry and env._("How much is the %(field)s?", field=_in_sentence(env, entry["label"]))


def _about_person(env, filled):
    # Other fields point to contacts for an address, or for the company that a contact belongs to.
    people = [
        entry
        for entry in filled
        if entry["field"] in ("partner_id", "user_id") or entry["relation"] in _EMPLOYEES
    ]
    entry = _first(people, {"many2one"})
    return entry and env._("Who is the %(field)s?", field=_in_sentence(env, entry["label"]))


def _about_address(env, filled, res_model):
    if not any(entry["field"] in _ADDRESSES for entry in filled):
        return None
    name = next((entry["value"] for entry in filled if entry["field"] == "name"), None)
    if name and (res_model == "res.partner" or res_model in _EMPLOYEES):
        return env._("How can I reach %(name)s?", name=name)
    return env._("How can I reach them?")


def _about_stage(env, filled):
    return env._("In which stage is it?") if any(entry["field"] == "stage_id" for entry in filled) else None


def _first(filled, kinds):
    return next((entry for entry in filled if entry["type"] in kinds), None)


def _in_sentence(env, label):
    """English sets labels like titles; abbreviations stay. Translations put labels between quotes."""
    if not (env.lang or "en_US").startswith("en"):
        return label
    return " ".join(word if word.isupper() else word.lower() for word in label.split())
