from datetime import timedelta

from odoo import api, fields, models

#: Days that each kind is kept where nothing is set; 0 is for ever.
KEPT_DAYS = {"turns": 365, "reviews": 365, "labels": 730, "failures": 30}
MAX_DAYS = 3_650
#: The sidecar's journal holds a turn no longer than this.
_JOURNAL_DAYS = 7
#: Deleted in one transaction: a large table must not be locked for long.
_AT_ONCE = 500


def parameter_of(kind):
    return f"candor.keep_{kind}_days"


def kept_days(env, kind):
    """How many days a kind of `KEPT_DAYS` is kept; 0 is for ever."""
    # sudo: ir.config_parameter - a number of the settings
    value = str(env["ir.config_parameter"].sudo().get_param(parameter_of(kind)))
    return min(int(value), MAX_DAYS) if value.isdecimal() else KEPT_DAYS[kind]


def _delete_old(model, kind, date, *domain):
    """`(deleted, remaining)` as `ir.autovacuum` wants it: of the records past their days the first ones."""
    days = kept_days(model.env, kind)
    if not days:
        return 0, 0
    past = (date, "<", fields.Datetime.now() - timedelta(days=days))
    found = model.search([past, *domain], order="id", limit=_AT_ONCE + 1)
    found[:_AT_ONCE].unlink()
    return min(len(found), _AT_ONCE), int(len(found) > _AT_ONCE)


class CandorTurn(models.Model):
    _inherit = "candor.turn"

    @api.autovacuum
    def _gc_old(self):
        return _delete_old(self, "turns", "create_date")


class CandorConversation(models.Model):
    _inherit = "candor.conversation"

    @api.autovacuum
    def _gc_empty(self):
        # One that is being begun has its first question in the same transaction.
        found = self.search([("turn_ids", "=", False)], limit=_AT_ONCE + 1)
        found[:_AT_ONCE].unlink()
        return min(len(found), _AT_ONCE), int(len(found) > _AT_ONCE)


class CandorReview(models.Model):
    _inherit = "candor.review"

    @api.autovacuum
    def _gc_old(self):
        return _delete_old(self, "reviews", "done_date", ("state", "=", "done"))


class CandorLabel(models.Model):
    _inherit = "candor.label"

    @api.autovacuum
    def _gc_old(self):
        return _delete_old(self, "labels", "create_date")


class CandorForgotten(models.Model):
    _inherit = "candor.forgotten"

    @api.autovacuum
    def _gc_old(self):
        """What no sidecar asked for: by now none holds anything of it."""
        days = kept_days(self.env, "failures")
        if days:
            past = fields.Datetime.now() - timedelta(days=max(days, _JOURNAL_DAYS) + 1)
            self.search([("date", "<", past)]).unlink()
