import hashlib
import hmac
import time
from datetime import timedelta

from odoo import api, models
from odoo.http import STORED_SESSION_BYTES, request
from odoo.tools.misc import hash_sign, verify_hash_signed
from odoo.tools.misc import hmac as odoo_hmac

from ..wire import deployment
from ..wire.refusal import Refused

#: A ticket must be taken within this time …
TAKE_SECONDS = 60
#: … and serves its turn for this long at most.
TURN_SECONDS = 15 * 60
COMPLETE_DAYS = 7


class CandorTicket(models.AbstractModel):
    """Signed slips that tie a turn to the session that asked. Only Odoo makes and checks them."""

    _name = "candor.ticket"
    _description = "Candor ticket"

    @api.model
    def _check_configured(self):
        # sudo: ir.config_parameter - set by neutralize.sql in a copied database
        neutralized = self.env["ir.config_parameter"].sudo().get_param("candor.neutralized")
        if neutralized or not deployment.shared_secrets() or not deployment.sidecar_url():
            raise Refused("not_configured")

    @api.model
    def _check_member(self, refusal="ticket_refused"):
        """Portal, public and whoever was taken out of the group are refused."""
        user = self.env.user
        if user.share or not user.has_group("candor.group_user"):
            raise Refused(refusal)

    @api.model
    def _issue(self, turn):
        return self._sign(
            "candor.ticket",
            {"turn": turn.id, "companies": turn.company_ids_json or [], "lang": turn.lang},
            timedelta(seconds=TURN_SECONDS),
        )

    @api.model
    def _issue_status(self):
        self._check_configured()
        return {
            "ticket": self._sign("candor.status", {}, timedelta(seconds=TAKE_SECONDS)),
            "sidecar_url": deployment.sidecar_url(),
            "protocol": deployment.PROTOCOL,
            "addon_version": deployment.addon_version(),
        }

    @api.model
    def _read(self, ticket, *, scope="candor.ticket", taking=False):
        """Values of a ticket that belongs to this very session; anything else is refused alike."""
        values = self._verified(scope, ticket)
        if (
            not values
            or values.get("uid") != self.env.uid
            or values.get("db") != self.env.cr.dbname
            or not hmac.compare_digest(str(values.get("session")), self._session_hash())
            or (taking and time.time() - values.get("at", 0) > TAKE_SECONDS)
        ):
            raise Refused("ticket_refused")
        return values

    @api.model
    def _issue_completion(self, turn):
        # sudo: ir.config_parameter - database.secret, for signing
        values = {"turn": turn.id, "db": self.env.cr.dbname}
        return hash_sign(self.sudo().env, "candor.complete", values, expiration=timedelta(days=COMPLETE_DAYS))

    @api.model
    def _read_completion(self, token):
        values = self._verified("candor.complete", token)
        if not values or values.get("db") != self.env.cr.dbname:
            raise Refused("token")
        return values["turn"]

    @api.model
    def _sign(self, scope, values, lifetime):
        values = {
            **values,
            "uid": self.env.uid,
            "db": self.env.cr.dbname,
            "session": self._session_hash(),
            "at": int(time.time()),
        }
        # sudo: ir.config_parameter - database.secret, for signing
        return hash_sign(self.sudo().env, scope, values, expiration=lifetime)

    @api.model
    def _verified(self, scope, token):
        if not isinstance(token, str) or len(token) > 10_000:
            return None
        try:
            # sudo: ir.config_parameter - database.secret, for checking
            values = verify_hash_signed(self.sudo().env, scope, token)
        except (ValueError, IndexError, UnicodeError, OverflowError):
            return None
        return values if isinstance(values, dict) else None

    @api.model
    def _session_hash(self):
        """Keyed hash of the part of the session id that rotation keeps."""
        if not request or not request.session.sid:
            raise Refused("ticket_refused")
        static = request.session.sid[:STORED_SESSION_BYTES]
        # sudo: ir.config_parameter - database.secret, for hashing
        return odoo_hmac(self.sudo().env, "candor.session", static, hash_function=hashlib.sha256)
