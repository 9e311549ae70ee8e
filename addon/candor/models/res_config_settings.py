from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..wire import deployment
from .retention import KEPT_DAYS, MAX_DAYS, kept_days, parameter_of
from .review_deadline import MAX_DAYS as MAX_REVIEW_DAYS
from .review_deadline import review_days


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Shown, never stored: what decides where cookies and text go is set where Odoo is started.
    # And `default_get` answers anybody who is logged in, so no secret has a field here.
    candor_sidecar_url = fields.Char("Address of the sidecar", compute="_compute_candor")
    candor_has_secret = fields.Boolean(compute="_compute_candor")
    candor_is_compiled = fields.Boolean(compute="_compute_candor")
    candor_contact_id = fields.Many2one(
        "res.partner",
        "Contact for questions about Candor",
        config_parameter="candor.contact_partner_id",
    )
    candor_reviewer_ids = fields.Many2many(
        "res.users",
        string="Reviewers",
        compute="_compute_candor_reviewers",
        inverse="_inverse_candor_reviewers",
        readonly=False,
        domain=[("share", "=", False)],
    )

    # Not by `config_parameter`, which deletes a parameter that is 0.
    candor_review_days = fields.Integer("Deadline of a review")
    candor_keep_turns_days = fields.Integer("Questions and answers are kept")
    candor_keep_reviews_days = fields.Integer("Reviews are kept")
    candor_keep_labels_days = fields.Integer("Verdicts and ratings are kept")
    candor_keep_failures_days = fields.Integer("Failures are kept")

    @api.model
    def get_values(self):
        return {
            **super().get_values(),
            "candor_review_days": review_days(self.env),
            **{f"candor_keep_{kind}_days": kept_days(self.env, kind) for kind in KEPT_DAYS},
        }

    def set_values(self):
        result = super().set_values()
        self._set_days("candor_review_days", "candor.review_days", 1, MAX_REVIEW_DAYS)
        for kind in KEPT_DAYS:
            self._set_days(f"candor_keep_{kind}_days", parameter_of(kind), 0, MAX_DAYS)
        return result

    def _set_days(self, field, parameter, least, most):
        days = self[field]
        if not least <= days <= most:
            name = self._fields[field]._description_string(self.env)
            raise ValidationError(
                self.env._("%(name)s: from %(least)s to %(most)s days.", name=name, least=least, most=most)
            )
        # sudo: ir.config_parameter - only administrators come here
        self.env["ir.config_parameter"].sudo().set_param(parameter, days)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and not deployment.is_compiled():
            # A widget that no code registers breaks the whole page, for every other module too.
            for setting in arch.xpath("//setting[@id='candor_test']"):
                setting.getparent().remove(setting)
        return arch, view

    @api.depends_context("uid")
    def _compute_candor(self):
        for settings in self:
            settings.candor_sidecar_url = deployment.sidecar_url()
            settings.candor_has_secret = bool(deployment.shared_secrets())
            settings.candor_is_compiled = deployment.is_compiled()

    @api.depends_context("uid")
    def _compute_candor_reviewers(self):
        for settings in self:
            settings.candor_reviewer_ids = self.env.ref("candor.group_reviewer").user_ids

    def _inverse_candor_reviewers(self):
        for settings in self:
            self.env.ref("candor.group_reviewer").user_ids = settings.candor_reviewer_ids
        self.env["candor.review"]._look_after_soon()
