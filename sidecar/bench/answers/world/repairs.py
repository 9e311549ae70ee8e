# ruff: noqa: F821 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Repairs of what customers brought back."""

product = {
    name: ref(f"product.{xmlid}").id
    for name, xmlid in {
        "desk": "product_product_3",
        "cabinet": "product_product_6",
        "chair": "product_delivery_01",
        "lamp": "product_delivery_02",
        "storage": "product_product_7",
        "drawer": "product_product_16",
        "acoustic": "product_product_25",
    }.items()
}


def repair(item, customer, technician, planned, warranty, notes):
    return {
        "product_id": product[item],
        "product_qty": 1,
        "partner_id": partner[customer],
        "user_id": user[technician].id,
        "schedule_date": planned,
        "under_warranty": warranty,
        "internal_notes": f"<p>{notes}</p>",
        "company_id": env.company.id,
    }


repairs = make(
    "repair.order",
    {
        "repair_desk": repair(
            "desk",
            "gemini",
            "demo",
            "2026-12-10 08:00:00",
            True,
            "Left leg wobbles since the move. Customer wants it back before the Christmas party.",
        ),
        "repair_chair": repair(
            "chair",
            "azure",
            "demo_de",
            "2026-12-15 09:00:00",
            False,
            "Gas spring sinks. Quote 48 euros before anything is ordered.",
        ),
        "repair_lamp": repair(
            "lamp",
            "ready",
            "demo",
            "2027-01-12 10:00:00",
            False,
            "Dimmer hums below 30 percent; socket is the old type with a screw.",
        ),
        "repair_storage": repair(
            "storage",
            "lumber",
            "demo_es",
            "2027-01-19 08:30:00",
            True,
            "Hinge tore out of the side panel. Send the spare panel in oak, not in beech.",
        ),
        "repair_drawer": repair(
            "drawer",
            "wood",
            "demo_es",
            "2027-01-26 13:00:00",
            False,
            "Runner is bent, lock turns freely. Key number is 417.",
        ),
        "repair_acoustic": repair(
            "acoustic",
            "gemini",
            "demo_de",
            "2027-02-02 07:00:00",
            True,
            "Fabric has come off at two corners. Photograph the damage for the supplier first.",
        ),
    },
)
