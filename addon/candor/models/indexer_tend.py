import json
import logging

from odoo import api, models

from ..database.transaction import own_transaction
from ..wire.pointer import ids_among
from .retention import kept_days
from .review_tending import REST_SECONDS

_logger = logging.getLogger(__name__)


class CandorIndexer(models.AbstractModel):
    """What the sidecar asks for every second or two."""

    _inherit = "candor.indexer"

    @api.model
    def tend(self, payload, timestamp, signature):
        """Look after reviews, and tell what the sidecar has to forget.

        :param payload: JSON `{forgotten: [id]}`: what it was told before and has forgotten
        :return: JSON `{databaseUuid, nextMs, forgotten: [{id, turnId, requestId}], keepFailuresDays}`:
            `nextMs` until something is due again, `keepFailuresDays` 0 for ever
        """
        body = self._authorize("tend", payload, timestamp, signature)
        acknowledged = body.get("forgotten")
        with own_transaction(self.env) as env:
            ids = ids_among(acknowledged) if isinstance(acknowledged, list) else []
            env["candor.forgotten"]._acknowledge(ids)
        seconds = self._tend_reviews()
        with own_transaction(self.env) as env:
            forgotten = env["candor.forgotten"]._told()
            days = kept_days(env, "failures")
            # Another database's numbers would be of other questions
            uuid = env["ir.config_parameter"].get_param("database.uuid")
        told = {"nextMs": round(seconds * 1000), "forgotten": forgotten, "keepFailuresDays": days}
        return json.dumps({"databaseUuid": uuid, **told})

    def _tend_reviews(self):
        try:
            with own_transaction(self.env) as env:
                return env["candor.review"]._tend()
        except Exception as error:  # noqa: BLE001 - what is to be forgotten must not wait for that
            _logger.warning("reviews can't be looked after: %s", type(error).__name__)
            return REST_SECONDS
