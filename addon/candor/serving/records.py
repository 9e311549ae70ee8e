"""Records as one reader is given them now, for whatever a turn points at."""

from ..rendering import record
from ..rendering.reader import Reader
from ..wire.pointer import is_id


def reader_of(env):
    """The current user, in the language and companies that he has before him."""
    return Reader.for_user(env.user, lang=env.lang, company_ids=env.companies.ids)


def reader_for(turn, user, known=None):
    """The turn's language, companies as far as they are this reader's, and time zone once answered.

    A reviewer elsewhere would otherwise read other hours than those quoted.

    :param known: readers made in this call so far; turns that share one ask for each name once
    """
    known = {} if known is None else known
    tz, company_ids = turn._answer()["tz"], turn.company_ids_json or []
    key = (turn.lang, tz, *company_ids)
    if key not in known:
        known[key] = Reader.for_user(user, lang=turn.lang, tz=tz, company_ids=company_ids)
    return known[key]


def render(reader, wanted, turn=None):
    """Rendered records of several models.

    :param wanted: `{model: {id: {section names}}}`
    :param turn: its open record is given whatever its model, and when archived
    """
    sources = reader.env["candor.source"]
    specs = sources._specs()
    rendered = []
    for model_name, by_id in wanted.items():
        spec = specs.get(model_name)
        if spec is None and turn and model_name == turn.res_model:
            spec = sources._spec_for(model_name)
            by_id = {turn.res_id: by_id[turn.res_id]} if turn.res_id in by_id else {}
        if spec is None or not by_id:
            continue
        records = reader.find(model_name, list(by_id), exempt(turn, model_name))
        rendered += record.render(reader, spec, records, by_id)
    return rendered


def rendered_whole(env, res_model, res_id):
    """One record as the current user reads it, or None."""
    spec = env["candor.source"]._spec_for(res_model) if isinstance(res_model, str) else None
    if spec is None or not is_id(res_id):
        return None
    reader = reader_of(env)
    records = reader.find(res_model, [res_id], [res_id])
    rendered = record.render(reader, spec, records, {res_id: {record.WHOLE}})
    return rendered[0] if rendered else None


def exempt(turn, model_name):
    """The open record is read even when archived, as on its form."""
    return [turn.res_id] if turn and turn.res_model == model_name else []
