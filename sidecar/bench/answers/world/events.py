# ruff: noqa: F821 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Events with tickets, and who registered."""


def event(name, host, begins, ends, place, seats, note, tickets):
    return {
        "name": name,
        "user_id": user[host].id,
        "organizer_id": env.company.partner_id.id,
        "address_id": partner[place],
        "date_begin": begins,
        "date_end": ends,
        "date_tz": "Europe/Brussels",
        "seats_limited": True,
        "seats_max": seats,
        "note": f"<p>{note}</p>",
        "company_id": env.company.id,
        "event_ticket_ids": [(0, 0, {"name": label, "seats_max": limit}) for label, limit in tickets],
    }


events = make(
    "event.event",
    {
        "event_workshop": event(
            "Joinery evening for architects",
            "demo",
            "2027-03-18 17:00:00",
            "2027-03-18 20:30:00",
            "azure",
            40,
            "Bring flat shoes: the tour goes through the hall. Parking is behind gate C.",
            [("Architect", 30), ("Student", 10)],
        ),
        "event_training": event(
            "Assembly training for dealers",
            "demo_de",
            "2027-04-12 07:00:00",
            "2027-04-13 15:00:00",
            "gemini",
            16,
            "Two days, in German. Each team builds a sit-stand desk and takes the checklist home.",
            [("Dealer", 16)],
        ),
        "event_feria": event(
            "Jornada de mobiliario sostenible",
            "demo_es",
            "2027-05-20 08:00:00",
            "2027-05-20 16:00:00",
            "lumber",
            120,
            "Interpretación simultánea al inglés. El catering es vegetariano.",
            [("General", 90), ("Prensa", 30)],
        ),
        "event_audit": event(
            "Supplier day",
            "admin",
            "2027-06-08 07:30:00",
            "2027-06-08 14:00:00",
            "ready",
            25,
            "By invitation only. The agenda is sent a week before.",
            [("Supplier", 25)],
        ),
    },
)
for number, (of, who) in enumerate(
    [
        ("event_workshop", 6),
        ("event_workshop", 7),
        ("event_training", 8),
        ("event_feria", 9),
        ("event_feria", 10),
    ]
):
    keep(
        f"registration_{number}",
        quiet["event.registration"].create(
            {
                "event_id": events[of].id,
                "event_ticket_id": events[of].event_ticket_ids[0].id,
                "partner_id": people[who].id,
                "name": people[who].name,
                "email": people[who].email,
            }
        ),
    )
