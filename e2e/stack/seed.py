# ruff: noqa: F821 - `env` is the environment that odoo shell gives
"""What makes permissions visible in Odoo's demo data. Runs again without doing harm.

Run by the stack in `odoo shell`, as the superuser.
"""

from datetime import date


def user(login, name, groups, lang="en_US"):
    """An internal user whose password is the login, with these groups and no more."""
    users = env["res.users"].with_context(no_reset_password=True)
    found = users.search([("login", "=", login)])
    values = {
        "name": name,
        "login": login,
        "lang": lang,
        "tz": "Europe/Brussels",
        "email": f"{login}@yourcompany.example.com",
        "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
    }
    if found:
        found.write(values)
        return found
    return users.create({**values, "password": login})


SALES_ALL = [
    "sales_team.group_sale_salesman_all_leads",
    "purchase.group_purchase_user",
    "account.group_account_invoice",
    "project.group_project_user",
]
EMPLOYEE = ["base.group_user", "candor.group_user"]

user("reviewer", "Rita Reviewer", [*EMPLOYEE, *SALES_ALL, "candor.group_reviewer"])
user("manager", "Martin Manager", [*EMPLOYEE, "sales_team.group_sale_salesman", "candor.group_manager"])
user("purchaser", "Petra Purchaser", [*EMPLOYEE, "purchase.group_purchase_user"])
user("finance", "Felix Finance", [*EMPLOYEE, "account.group_account_user"])
user("demo_de", "Dora Demo", [*EMPLOYEE, "sales_team.group_sale_salesman"], lang="de_DE")
user("demo_es", "Diego Demo", [*EMPLOYEE, "sales_team.group_sale_salesman"], lang="es_ES")
env.ref("base.user_admin").group_ids = [(4, env.ref("candor.group_manager").id)]

# Two companies, one active at a time: what belongs to the other must not be found.
companies = env["res.company"].search([], order="id", limit=2)
if len(companies) < 2:
    companies += env["res.company"].create({"name": "Second Company"})
two = user("two_companies", "Tove Twofold", [*EMPLOYEE, *SALES_ALL])
two.write({"company_ids": [(6, 0, companies.ids)], "company_id": companies[0].id})

# Wages are in Odoo's demo data; what people keep private mostly is not.
PRIVATE = {
    "hr.employee_ngh": {"birthday": date(1984, 5, 17), "private_phone": "+1 (555) 014-2276"},
    "hr.employee_vad": {"birthday": date(1979, 11, 2), "private_street": "41 Larch Lane"},
    "hr.employee_jve": {"birthday": date(1990, 3, 29), "private_street": "7 Quarry Road"},
}
for xmlid, values in PRIVATE.items():
    employee = env.ref(xmlid)
    employee.write({name: value for name, value in values.items() if not employee[name]})


def partner(values):
    """A partner of this name, made where there is none."""
    found = env["res.partner"].search([("name", "=", values["name"])], limit=1)
    return found or env["res.partner"].create(values)


def lead(xmlid, values, author, body):
    """A lead with the customer's own email in its chatter."""
    found = env.ref(f"candor_demo.{xmlid}", raise_if_not_found=False)
    if found:
        found.write({name: value for name, value in values.items() if not found[name]})
        return
    record = env["crm.lead"].create({"type": "opportunity", **values})
    env["ir.model.data"].create(
        {"module": "candor_demo", "name": xmlid, "model": "crm.lead", "res_id": record.id, "noupdate": True}
    )
    env["mail.message"].create(
        {
            "model": "crm.lead",
            "res_id": record.id,
            "message_type": "email",
            "subtype_id": env.ref("mail.mt_comment").id,
            "author_id": False,
            "email_from": author,
            "subject": record.name,
            "body": body,
        }
    )


clinics = partner({"name": "Northgate Clinics", "is_company": True})
contact = partner(
    {
        "name": "Helen Ashworth",
        "parent_id": clinics.id,
        "email": "helen.ashworth@northgate.example.com",
        "phone": "+44 20 7946 0812",
        "function": "Facilities Manager",
    }
)
lead(
    "lead_meeting_rooms",
    {
        "name": "Furniture for six meeting rooms",
        "user_id": env.ref("base.user_demo").id,
        "partner_id": contact.id,
        "expected_revenue": 28400,
    },
    '"Helen Ashworth" <helen.ashworth@northgate.example.com>',
    "<p>Hello,</p><p>We are furnishing six meeting rooms and need 6 large tables and 48 chairs. "
    "Delivery has to be before 15 May, in two lots. Could you send us a quotation?</p>"
    "<p>Helen Ashworth, Facilities Manager</p>",
)
lead(
    "lead_somebody_else",
    {
        "name": "Confidential fit-out for Marlowe Bank",
        "user_id": env.ref("base.user_admin").id,
        "contact_name": "Priya Raman",
        "partner_name": "Marlowe Bank",
        "email_from": "priya.raman@marlowe.example.com",
        "expected_revenue": 187300,
    },
    '"Priya Raman" <priya.raman@marlowe.example.com>',
    "<p>Dear Mitchell,</p><p>Please keep this between us: we close the branch in Leeds in autumn and "
    "move 140 desks to York. The budget is 187,300.</p><p>Priya Raman</p>",
)

# The demo shows both sides of a secret: administrators are answered from employees, others are not.
Source = env["candor.source"].with_context(active_test=False)
if not Source.search([("model", "=", "hr.employee")]):
    Source.create({"model_id": env["ir.model"]._get_id("hr.employee"), "sequence": 90})

env["ir.config_parameter"].set_param("candor.contact_partner_id", env.ref("base.partner_admin").id)
env.cr.commit()
