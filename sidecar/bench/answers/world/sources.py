# ruff: noqa: F821 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""What a manager chooses in Candor."""

Source = env["candor.source"].with_context(active_test=False)
for place, model in enumerate(
    (
        "fleet.vehicle",
        "fleet.vehicle.log.contract",
        "maintenance.equipment",
        "maintenance.request",
        "event.event",
        "repair.order",
    )
):
    if not Source.search([("model", "=", model)]):
        Source.create({"model_id": env["ir.model"]._get_id(model), "sequence": 200 + place})
# A manager adds new fields to a source that he has; a source made later takes them from the form.
for model in dict.fromkeys(model for model, *_ in FIELDS):
    Source.search([("model", "=", model)]).field_ids = [
        (4, env["ir.model.fields"]._get(model, f"x_studio_{name}").id)
        for of, name, *_ in FIELDS
        if of == model
    ]
env.cr.commit()
