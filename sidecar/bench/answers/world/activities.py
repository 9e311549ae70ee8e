# ruff: noqa: F821 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Planned activities."""

from datetime import date


def plan(number, record, kind, summary, login, day, note=""):
    keep(
        f"activity_{number}",
        quiet["mail.activity"].create(
            {
                "res_model_id": env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "activity_type_id": ref(f"mail.mail_activity_data_{kind}").id,
                "summary": summary,
                "user_id": user[login].id,
                "date_deadline": day,
                "note": note and f"<p>{note}</p>",
            }
        ),
    )


for number, planned in enumerate(
    [
        (vehicles["vehicle_golf_hh"], "todo", "Book the tyre change", "demo_de", date(2027, 3, 29)),
        (
            vehicles["vehicle_corolla_bcn"],
            "call",
            "Ask the garage about the recall",
            "demo_es",
            date(2027, 1, 11),
        ),
        (
            vehicles["vehicle_focus_lds"],
            "todo",
            "Get a quote for the door sensor",
            "demo",
            date(2026, 12, 18),
            "Two garages at least.",
        ),
        (vehicles["vehicle_corolla_old"], "email", "Advertise it for sale", "demo", date(2027, 1, 8)),
        (vehicles["vehicle_clio_par"], "meeting", "Hand over to the fitting crew", "admin", date(2027, 2, 1)),
        (machines["machine_panel_saw"], "todo", "Order scoring blades", "purchaser", date(2026, 12, 21)),
        (machines["machine_edge_bander"], "call", "Chase the thermostat", "demo_es", date(2026, 12, 4)),
        (
            machines["machine_spray"],
            "meeting",
            "Acceptance with the fire brigade",
            "demo_es",
            date(2027, 1, 27),
        ),
        (requests["request_forks"], "call", "Ask for a loan truck", "demo", date(2026, 12, 7)),
        (requests["request_filter"], "todo", "Check the stock of masks", "purchaser", date(2027, 1, 13)),
        (
            requests["request_plotter"],
            "email",
            "Send test prints to the vendor",
            "purchaser",
            date(2026, 12, 22),
        ),
        (events["event_workshop"], "todo", "Print the name badges", "demo", date(2027, 3, 15)),
        (
            events["event_workshop"],
            "call",
            "Confirm the caterer",
            "demo",
            date(2027, 3, 4),
            "Vegetarian for nine.",
        ),
        (events["event_training"], "email", "Send the hotel list to dealers", "demo_de", date(2027, 3, 22)),
        (events["event_feria"], "meeting", "Briefing of the interpreters", "demo_es", date(2027, 5, 17)),
        (repairs["repair_desk"], "call", "Tell the customer the pickup time", "demo", date(2026, 12, 9)),
        (repairs["repair_storage"], "todo", "Cut the spare panel", "demo_es", date(2027, 1, 14)),
        (repairs["repair_acoustic"], "email", "Send photos to the supplier", "demo_de", date(2027, 1, 29)),
    ]
):
    plan(number, *planned)
