import logging
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rendering import form, spec

_logger = logging.getLogger(__name__)

#: Sources of a new installation, as far as their modules are there.
DEFAULT_MODELS = (
    "product.template",
    "knowledge.article",
    "sale.order",
    "purchase.order",
    "account.move",
    "crm.lead",
    "project.task",
    "helpdesk.ticket",
    "res.partner",
    "hr.employee.public",
)
#: Odoo's own machinery and Candor itself are never a source.
_FORBIDDEN_PREFIXES = (
    "ir.",
    "base.",
    "bus.",
    "candor.",
    "res.users",
    "res.config",
    "mail.",
    "fetchmail.",
    "auth.",
    "auth_",
)
#: A comparison that the sidecar took on and never ended is wanted again.
GIVE_UP_AFTER = timedelta(hours=2)


class CandorSource(models.Model):
    """A model that questions are answered from, with the fields that are read."""

    _name = "candor.source"
    _description = "Candor source"
    _order = "sequence, id"
    _rec_name = "model_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        ondelete="cascade",
        domain=[("transient", "=", False), ("abstract", "=", False)],
    )
    model = fields.Char("Technical name", related="model_id.model", store=True, index=True)
    field_ids = fields.Many2many(
        "ir.model.fields",
        "candor_source_field_rel",
        "source_id",
        "field_id",
        "Fields",
        domain="[('model_id', '=', model_id), ('ttype', 'in', "
        "['boolean','char','date','datetime','float','html','integer','many2many','many2one',"
        "'monetary','properties','reference','selection','text'])]",
        help="What is read of a record. Each person gets only the fields he may read; "
        "the index gets only those that need no access group.",
    )
    line_field_ids = fields.Many2many(
        "ir.model.fields",
        "candor_source_line_rel",
        "source_id",
        "field_id",
        "Lines",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'one2many')]",
        help="Lists of the record whose lines are read too, such as order lines.",
    )
    reviewer_ids = fields.Many2many(
        "res.users",
        "candor_source_reviewer_rel",
        "source_id",
        "user_id",
        "Reviewers",
        domain=[("share", "=", False)],
        help="Who reviews answers about it, as far as they may read them; empty means whoever reviews.",
    )
    with_messages = fields.Boolean("Messages and emails", default=True)
    with_attachments = fields.Boolean("Attachments", default=True)
    record_count = fields.Integer("In Odoo", compute="_compute_record_count")
    document_count = fields.Integer("In the index", readonly=True, help="As the sidecar reported it last.")

    reconcile = fields.Selection(
        [("wanted", "Wanted"), ("running", "Running")], "Comparison", readonly=True, copy=False
    )
    reconcile_date = fields.Datetime(readonly=True, copy=False)

    _model_uniq = models.Constraint("UNIQUE(model_id)", "This model is a source already.")

    @api.depends("model")
    def _compute_record_count(self):
        for source in self:
            # sudo: any source - a number for the manager, of what the index should hold
            model = self.env.get(source.model)
            source.record_count = 0 if model is None else model.sudo().search_count([])

    @api.constrains("model_id")
    def _check_model(self):
        for source in self:
            if not self._can_be_read(source.model_id.model):
                raise ValidationError(
                    self.env._("%(model)s can't be a source.", model=source.model_id.display_name)
                )

    @api.model
    def _can_be_read(self, model_name):
        """Whether records of this model may be rendered at all: business records only."""
        model = self.env.get(model_name)
        if model is None or model._abstract or model._transient:
            return False
        return not model_name.startswith(_FORBIDDEN_PREFIXES)

    @api.onchange("model_id")
    def _onchange_model_id(self):
        if self.model_id and self._can_be_read(self.model_id.model):
            self.update(self._default_choice(self.model_id.model))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            model = self.env["ir.model"].browse(vals.get("model_id"))
            if model and self._can_be_read(model.model) and "field_ids" not in vals:
                vals.update(self._default_choice(model.model))
        sources = super().create(vals_list)
        self.env.registry.clear_cache()
        sources._queue()
        return sources

    def write(self, vals):
        before = {source: source.model for source in self}
        result = super().write(vals)
        if set(vals) - {"document_count", "sequence", "reconcile", "reconcile_date"}:
            self.env.registry.clear_cache()
            gone = {name for source, name in before.items() if not source.active or source.model != name}
            self._queue(gone)
        return result

    def unlink(self):
        gone = set(self.mapped("model"))
        result = super().unlink()
        self.env.registry.clear_cache()
        self.browse()._queue(gone)
        return result

    @api.model
    def _all(self):
        """Every active source."""
        # A context of the browser's must not bring back what the manager archived.
        return self.with_context(active_test=True).search([])  # pylint: disable=no-search-all

    def _queue(self, gone=()):
        """Have every record of these sources read again, and those of models `gone` forgotten.

        Only a word is written here: the outbox itself is worked on all the time, and touching
        it in a transaction as long as a manager's would collide with the workers'.
        """
        for model_name in sorted({*self.filtered("active").mapped("model"), *gone}):
            self.env["candor.change"]._note(f"source:{model_name}")
        self.env["candor.capture"]._sync_afterwards()

    def _register_hook(self):
        """Modules installed after this one bring default sources too; one that was deleted stays away."""
        super()._register_hook()
        try:
            with self.env.cr.savepoint():
                self._create_defaults()
        except Exception as error:  # noqa: BLE001 - nothing of Candor's may keep Odoo from starting
            _logger.warning("default sources can't be made: %s", type(error).__name__)

    @api.model
    def _create_defaults(self):
        # sudo: ir.config_parameter - which models were offered once
        parameters = self.env["ir.config_parameter"].sudo()
        offered = (parameters.get_param("candor.offered_sources") or "").split(",")
        present = [name for name in DEFAULT_MODELS if name in self.env]
        new = [name for name in present if name not in offered]
        if not new:
            return
        known = self.with_context(active_test=False).search([("model", "in", new)]).mapped("model")
        for name in new:
            if name not in known:
                sequence = DEFAULT_MODELS.index(name)
                self.create({"model_id": self.env["ir.model"]._get_id(name), "sequence": sequence})
        parameters.set_param("candor.offered_sources", ",".join(present))

    @api.model
    def _default_choice(self, model_name):
        def ids(names):
            get = self.env["ir.model.fields"]._get
            return [(6, 0, [get(model_name, name).id for name in names])]

        return {
            "field_ids": ids(spec.default_fields(self.env, model_name)),
            "line_field_ids": ids(spec.default_lines(self.env, model_name)),
        }

    @api.model
    def _choose_what_is_new(self):
        """For an upgrade: properties and lists that a release before could not or did not choose.

        What a manager took away of them is chosen again; fields are left as they are. Everything is
        read again, for rows have other columns.
        """
        # pylint: disable-next=no-search-all
        for source in self.with_context(active_test=False).search([]):
            if source.model not in self.env:
                continue
            chosen = self._default_choice(source.model)
            added = self.env["ir.model.fields"].browse(chosen["field_ids"][0][2])
            source.field_ids |= added.filtered(lambda field: field.ttype == "properties")
            source.line_field_ids |= added.browse(chosen["line_field_ids"][0][2])
        self._all()._queue()

    @api.model
    def _want_reconcile(self, model_names=None):
        """Mark sources, all without names; one whose comparison is running is compared once more."""
        domain = Domain("reconcile", "!=", "wanted")
        if model_names is not None:
            domain &= Domain("model", "in", list(model_names))
        self._all().filtered_domain(domain).write({"reconcile": "wanted"})

    @api.model
    def _take_reconcile(self, documents):
        """Models to compare now, nothing while earlier ones are at it.

        :param documents: `{model: number in the index}`: what is there of no source any more
            differs from an inventory that is empty
        """
        sources = self._all()
        running = sources.filtered(lambda source: source.reconcile == "running")
        if running:
            if min(running.mapped("reconcile_date")) > fields.Datetime.now() - GIVE_UP_AFTER:
                return []
            running.write({"reconcile": "wanted"})
        wanted = sources.filtered(lambda source: source.reconcile == "wanted")
        wanted.write({"reconcile": "running", "reconcile_date": fields.Datetime.now()})
        strange = {name for name, count in documents.items() if count} - set(sources.mapped("model"))
        return [*wanted.mapped("model"), *sorted(strange)]

    @api.model
    def _end_reconcile(self):
        self._all().filtered_domain([("reconcile", "=", "running")]).write({"reconcile": False})

    @api.model
    def _restart_reconcile(self):
        """The sidecar began anew: what it was comparing is to be compared again."""
        self._all().filtered_domain([("reconcile", "=", "running")]).write({"reconcile": "wanted"})

    @api.model
    def _count_documents(self, documents):
        for source in self._all():
            count = int(documents.get(source.model) or 0)
            if source.document_count != count:
                source.document_count = count

    @api.model
    @tools.ormcache()
    def _specs(self):
        """`{model: Spec}` of the active sources; not to be changed."""
        # sudo: candor.source - every asker needs to know what is read, not only the manager
        return {source.model: source._spec() for source in self.sudo()._all() if source.model in self.env}

    @api.model
    def _spec_for(self, model_name):
        """Spec of a source, else one derived from the model's own form (for the open record), else None."""
        source_spec = self._specs().get(model_name)
        if source_spec:
            return source_spec
        if not self._can_be_read(model_name):
            return None
        names, lines = self._derived(model_name)
        return spec.Spec(model_name, list(names), {name: self._columns(model_name, name) for name in lines})

    def _spec(self):
        self.ensure_one()
        fields_ = self.field_ids.sorted("id").mapped("name")
        order = {name: place for place, name in enumerate(self._derived(self.model)[0])}
        fields_.sort(key=lambda name: order.get(name, len(order)))
        model = self.env[self.model]
        lines = [name for name in self.line_field_ids.mapped("name") if spec.is_lines(model, name)]
        return spec.Spec(
            self.model,
            fields_,
            {name: self._columns(self.model, name) for name in lines},
            self.with_messages,
            self.with_attachments,
        )

    @api.model
    @tools.ormcache("model_name", cache="templates")
    def _form(self, model_name):
        """`rendering.form.Form` of a model, kept until some view changes; not to be changed."""
        return form.read(self.env, model_name)

    @api.model
    @tools.ormcache("model_name", "self.env.lang", cache="templates")
    def _form_labels(self, model_name):
        """`rendering.form.labels` of a model in the reader's language, kept as the form is."""
        return form.labels(self.env, model_name)

    @api.model
    @tools.ormcache("model_name")
    def _derived(self, model_name):
        return (
            tuple(spec.default_fields(self.env, model_name)),
            tuple(spec.default_lines(self.env, model_name)),
        )

    @api.model
    @tools.ormcache("model_name", "field_name")
    def _columns(self, model_name, field_name):
        return tuple(spec.columns(self.env, model_name, field_name))
