"""Leased rows as they travel to the sidecar: records with their sections in every language."""

import logging

from . import record as rendered_record
from .reader import IndexReader
from .stamp import stamps

_logger = logging.getLogger(__name__)


def languages(env):
    return [code for code, _name in env["res.lang"].get_installed()]


def leased_rows(env, leased, extractor):
    """Render what was leased, in a transaction that began after the lease was committed.

    :param leased: `[{id, lease, lane, res_model, res_id, version}]`
    :param extractor: version whose unread attachments are told; "" for none
    :return: `(rows, broken)`: rows as they travel; those of `leased` that can't be rendered
    """
    specs = env["candor.source"]._specs()
    by_model = {}
    for row in leased:
        if row["res_model"] in specs:
            by_model.setdefault(row["res_model"], set()).add(row["res_id"])
    documents, failed = {}, set()
    for model_name, ids in by_model.items():
        found, broken = _documents(env, specs[model_name], sorted(ids), extractor)
        documents.update({(model_name, res_id): document for res_id, document in found.items()})
        failed.update((model_name, res_id) for res_id in broken)
    rows = [
        _row(env, row, documents.get((row["res_model"], row["res_id"])))
        for row in leased
        if (row["res_model"], row["res_id"]) not in failed
    ]
    return rows, [row for row in leased if (row["res_model"], row["res_id"]) in failed]


def _row(env, row, document):
    """A record that is archived or gone, or of no source any more, travels as deleted."""
    installed = languages(env)
    return {
        "id": row["id"],
        "lease": row["lease"],
        "lane": row["lane"],
        "resModel": row["res_model"],
        "resId": row["res_id"],
        "version": row["version"],
        "deleted": document is None,
        "stamp": document["stamp"] if document else "",
        "lang": installed[0],
        "languages": installed,
        "name": document["name"] if document else "",
        "sections": document["sections"] if document else [],
        "attachments": document["attachments"] if document else [],
    }


def _documents(env, spec, ids, extractor):
    """`({id: document}, {ids that failed})` of one model; one bad record doesn't spoil its batch."""
    try:
        with env.cr.savepoint():
            return _in_languages(env, spec, ids, extractor), set()
    except Exception as error:  # noqa: BLE001 - whatever a foreign module's compute raises
        if len(ids) == 1:
            # The class only: a message may quote the record.
            _logger.warning("%s %s can't be rendered: %s", spec.model, ids[0], type(error).__name__)
            return {}, set(ids)
    found, failed = {}, set()
    for res_id in ids:
        some, broken = _documents(env, spec, [res_id], extractor)
        found.update(some)
        failed |= broken
    return found, failed


def _in_languages(env, spec, ids, extractor):
    documents, unread = {}, {}
    if spec.attachments and extractor:
        reader = IndexReader.for_language(env, languages(env)[0])
        unread = env["candor.extract"]._lacking(reader, spec.model, ids, extractor)
    for lang in languages(env):
        reader = IndexReader.for_language(env, lang)
        records = reader.find(spec.model, ids)
        wanted = {res_id: {rendered_record.WHOLE} for res_id in ids}
        for rendered in rendered_record.render(reader, spec, records, wanted):
            document = documents.setdefault(
                rendered["res_id"], {"name": rendered["name"], "sections": [], "seen": set()}
            )
            for section in rendered["sections"]:
                key = (section["section"], section["hash"])
                if key not in document["seen"]:
                    document["seen"].add(key)
                    document["sections"].append({**section, "lang": lang})
    for res_id, stamp in stamps(env, spec, sorted(documents)).items():
        documents[res_id]["stamp"] = stamp
        documents[res_id]["attachments"] = unread.get(res_id, [])
    return documents
