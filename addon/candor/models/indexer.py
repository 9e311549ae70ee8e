import json
import logging
import time

from odoo import api, models
from odoo.exceptions import AccessDenied

from .. import deployment
from ..rendering import record as rendered_record
from ..rendering.reader import IndexReader

_logger = logging.getLogger(__name__)

MAX_SKEW_SECONDS = 120
MAX_LEASE = 200


class CandorIndexer(models.AbstractModel):
    """The few things that the service account can do: no model is open to it.

    Every call carries an HMAC of method, time and body, so a stolen key alone opens nothing.
    """

    _name = "candor.indexer"
    _description = "Candor indexer"

    @api.model
    def lease(self, payload, timestamp, signature):
        """Outbox rows with the rendered sections of their records.

        :param payload: JSON `{limit, leaseSeconds}`
        :return: JSON `{rows: [{id, lease, resModel, resId, version, deleted, lang, languages, name,
                 sections}], pending}`; a section of another language than `lang` stands there only
                 where it differs, with a key `lang` of its own
        """
        body = self._authorize("lease", payload, timestamp, signature)
        limit = max(1, min(int(body.get("limit") or 50), MAX_LEASE))
        seconds = max(5, min(int(body.get("leaseSeconds") or 60), 3600))
        with self.env.registry.cursor() as cr:
            leased = self.env["candor.outbox"]._lease(cr, limit, seconds)
            # Rendered in a transaction that began after the lease: an older snapshot
            # could miss the very change that queued the row.
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            rows = self.with_env(env)._rendered_rows(leased)
            pending = env["candor.outbox"]._pending()
        return json.dumps({"rows": rows, "pending": pending})

    @api.model
    def acknowledge(self, payload, timestamp, signature):
        """:param payload: JSON `{rows: [{id, lease}]}`
        :return: JSON `{acknowledged}`
        """
        body = self._authorize("acknowledge", payload, timestamp, signature)
        # sudo: candor.outbox - rows whose lease the caller holds
        removed = self.env["candor.outbox"].sudo()._acknowledge(body.get("rows") or [])
        return json.dumps({"acknowledged": removed})

    @api.model
    def settings(self, payload, timestamp, signature):
        """:return: JSON `{databaseUuid, addonVersion, protocol, threshold, languages, sources}`"""
        self._authorize("settings", payload, timestamp, signature)
        # sudo: ir.config_parameter, candor.source, res.lang - numbers and names of models
        env = self.sudo().env
        sources = env["candor.source"]._all()
        return json.dumps(
            {
                "databaseUuid": env["ir.config_parameter"].get_param("database.uuid"),
                "addonVersion": deployment.addon_version(),
                "protocol": deployment.PROTOCOL,
                "threshold": env["candor.index"]._the().threshold,
                "languages": self._languages(env),
                "sources": [
                    {"resModel": source.model, "label": source.model_id.display_name} for source in sources
                ],
            }
        )

    @api.model
    def report(self, payload, timestamp, signature):
        """:param payload: JSON `{generation, state, documents, sidecarVersion, protocol}`
        :return: JSON `{fullPass, sweepBelow}`: whether one was queued for it; once every record of
                 the last one was worked, the version below which documents are of records that are
                 gone, else null
        """
        body = self._authorize("report", payload, timestamp, signature)
        full_pass, sweep_below = self.env["candor.index"]._the()._report(body)
        return json.dumps({"fullPass": full_pass, "sweepBelow": sweep_below})

    @api.model
    def _authorize(self, method, payload, timestamp, signature):
        """The body, if this is the service account and the shared secret signed it just now."""
        indexer = self.env.ref("candor.user_indexer", raise_if_not_found=False)
        if not indexer or self.env.uid != indexer.id or self.env.su:
            raise AccessDenied()
        # sudo: ir.config_parameter - set by neutralize.sql in a copied database
        if self.env["ir.config_parameter"].sudo().get_param("candor.neutralized"):
            raise AccessDenied()
        fresh = isinstance(timestamp, int) and abs(time.time() - timestamp) <= MAX_SKEW_SECONDS
        if not fresh or not deployment.verify(f"{method}\n{timestamp}\n{payload}", signature):
            raise AccessDenied()
        body = json.loads(payload or "{}")
        if not isinstance(body, dict):
            raise AccessDenied()
        return body

    @api.model
    def _languages(self, env):
        return [code for code, _name in env["res.lang"].get_installed()]

    @api.model
    def _rendered_rows(self, leased):
        """Rows as they travel; one that can't be rendered stays leased and is tried again later."""
        languages = self._languages(self.env)
        specs = self.env["candor.source"]._specs()
        by_model = {}
        for row in leased:
            if row["res_model"] in specs and not row["deleted"]:
                by_model.setdefault(row["res_model"], []).append(row["res_id"])
        documents, failed = {}, set()
        for model_name, ids in by_model.items():
            found, broken = self._documents(specs[model_name], ids, languages)
            documents.update({(model_name, res_id): document for res_id, document in found.items()})
            failed.update((model_name, res_id) for res_id in broken)
        rows = []
        for row in leased:
            key = (row["res_model"], row["res_id"])
            if key in failed:
                continue
            document = documents.get(key)
            rows.append(
                {
                    "id": row["id"],
                    "lease": row["lease"],
                    "resModel": row["res_model"],
                    "resId": row["res_id"],
                    "version": row["id"],
                    "deleted": document is None,
                    "lang": languages[0],
                    "languages": languages,
                    "name": document["name"] if document else "",
                    "sections": document["sections"] if document else [],
                }
            )
        return rows

    def _documents(self, spec, ids, languages):
        """`({id: document}, {ids that failed})` of one model; one bad record doesn't spoil its batch."""
        try:
            with self.env.cr.savepoint():
                return self._in_languages(spec, ids, languages), set()
        except Exception as error:  # noqa: BLE001 - whatever a foreign module's compute raises
            if len(ids) == 1:
                # The class only: a message may quote the record.
                _logger.warning("%s %s can't be rendered: %s", spec.model, ids[0], type(error).__name__)
                return {}, set(ids)
        found, failed = {}, set()
        for res_id in ids:
            some, broken = self._documents(spec, [res_id], languages)
            found.update(some)
            failed |= broken
        return found, failed

    def _in_languages(self, spec, ids, languages):
        documents = {}
        for lang in languages:
            reader = IndexReader.for_language(self.env, lang)
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
        return documents
