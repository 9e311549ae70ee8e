"""What of a model is rendered: chosen by the manager, or derived from its own form."""

from dataclasses import dataclass, field

from .value import is_readable

#: Fields that machinery keeps for itself, wherever they occur.
_NOISE = frozenset(
    """
    id display_name active sequence color create_uid create_date write_uid write_date parent_path
    access_token access_url access_warning tz lang password signup_type partner_share employee
    type_name is_blacklisted email_normalized phone_sanitized commercial_partner_id
    commercial_company_name complete_name duration_tracking kanban_state_label
    automated_probability is_automated_probability resource_id current_version_id version_id
    is_favorite self recurring_revenue_monthly recurring_revenue_monthly_prorated prorated_revenue
    auto_post auto_post_until autopost_bills checked expense_policy global_location_number
    ignore_abnormal_invoice_amount ignore_abnormal_invoice_date invoice_currency_rate
    invoice_sending_method invoice_template_pdf_report_id journal_id lang_id peppol_eas
    peppol_endpoint preferred_payment_method_line_id prepayment_percent qr_code_method
    quick_edit_total_amount receipt_reminder_email reminder_date_before_receipt require_payment
    require_signature tax_cash_basis_origin_move_id working_days_close working_days_open
    working_hours_close working_hours_open
    """.split()
)
_NOISE_PREFIXES = (
    "activity_",
    "can_",
    "has_",
    "hide_",
    "message_",
    "property_account_",
    "property_inbound_",
    "property_outbound_",
    "rating_",
    "show_",
    "signup_",
    "website_message",
)
#: Fields that people ask for even where the form shows them in a way of its own.
_ALWAYS = frozenset(
    """
    name ref default_code code reference email phone mobile description barcode job_title job_id
    amount_untaxed amount_tax amount_total amount_residual payment_state standard_price
    allocated_hours
    """.split()
)
#: Columns that say what a line is of; a form may show it in a computed column instead.
_ALWAYS_COLUMNS = ("product_id",)
_NOT_SHOWN = frozenset(("1", "True", "true"))


@dataclass(frozen=True)
class Spec:
    """`lines` maps a one2many field to the columns of its list."""

    model: str
    fields: list = field(default_factory=list)
    lines: dict = field(default_factory=dict)
    messages: bool = True
    attachments: bool = True


def default_fields(env, model_name):
    """Names of simple stored fields that the model's form shows, in the form's order.

    Reading computed fields takes some 100 times as long (1,127 ms for 10 leads
    against 12 ms), so only stored ones are chosen; a manager may add others.
    """
    model = env[model_name]
    simple = {name for name in model._fields if is_simple(model, name)}
    shown = [name for name in _form(env, model_name)[0] if name in simple]
    if not shown:
        return [name for name in model._fields if name in simple]
    hidden = [name for name in model._fields if name in simple and name in _ALWAYS]
    return list(dict.fromkeys([*shown, *hidden]))


def default_lines(env, model_name):
    """Names of stored one2many fields whose lines the form lists."""
    chosen = {}
    for name in _form(env, model_name)[1]:
        entry = env[model_name]._fields.get(name)
        # Children of the same model are records of their own; two lists of the same lines
        # (invoice lines, journal items) are one too many.
        if is_lines(entry) and entry.comodel_name != model_name:
            chosen.setdefault((entry.comodel_name, entry.inverse_name), name)
    return list(chosen.values())


def columns(env, model_name, field_name):
    """Columns of the list that the form shows for a one2many field, else its simple fields."""
    field_ = env[model_name]._fields[field_name]
    child = env[field_.comodel_name]
    simple = [
        name
        for name in child._fields
        if is_simple(child, name) and name != field_.inverse_name and not child._fields[name].related
    ]
    shown = [name for name in _form(env, model_name)[1].get(field_name, ()) if name in simple]
    if not shown:
        return simple
    hidden = [name for name in _ALWAYS_COLUMNS if name in simple]
    return list(dict.fromkeys([*hidden, *shown]))


def is_simple(model, name):
    """Stored (or inherited by delegation), readable by people, and not machinery."""
    entry = model._fields[name]
    if not is_readable(entry) or name in _NOISE or name.startswith(_NOISE_PREFIXES):
        return False
    if entry.type in ("many2one", "many2many") and entry.comodel_name in ("res.currency", "ir.attachment"):
        return False
    if entry.groups == ".":
        return False
    # A job title, a barcode and the like are one step away from a stored field.
    return bool(entry.store or entry.inherited or name in _ALWAYS)


def is_lines(entry):
    """Whether the lines of this field (or None) can be read: stored, and tied by a many2one."""
    return bool(
        entry is not None
        and entry.type == "one2many"
        and entry.store
        and entry.inverse_name
        and not entry.comodel_name.startswith("mail.")
    )


def _form(env, model_name):
    """Fields of the default form, and the columns of the lists in it: `([name], {one2many: [column]})`."""
    # sudo: ir.ui.view - the arch of a form, no data
    views = env["ir.ui.view"].sudo().with_context(lang=None)
    view_id = views.default_view(model_name, "form")
    if not view_id:
        return [], {}
    names, lists = [], {}
    _walk(views.browse(view_id)._get_combined_arch(), names, lists)
    return names, lists


def _walk(node, names, lists):
    for child in node:
        if child.tag != "field":
            _walk(child, names, lists)
            continue
        if child.get("invisible") in _NOT_SHOWN:
            continue
        name = child.get("name")
        names.append(name)
        rows = child.find("list")
        if rows is not None:
            lists[name] = [
                column.get("name")
                for column in rows.findall("field")
                if column.get("column_invisible") not in _NOT_SHOWN and column.get("optional") != "hide"
            ]
