"""What record rules keep from some of those who open a record that mentions it."""

from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


def common(env, model_name, *, with_groups):
    """Domain of the records that no rule hides from any employee, in whatever company he works.

    A rule that speaks of the user is asked about somebody without any group. One that can't be
    evaluated hides everything.

    :param env: a superuser's, with every company active
    :param with_groups: also rules of groups; lines have the rules of their records again, per group
    """
    rules = env["ir.rule"].search([("model_id.model", "=", model_name), ("perm_read", "=", True)])
    nobody = env(user=env.ref("candor.user_indexer").id, su=True)
    context = rules.with_env(nobody)._eval_context()
    of_all = rules.filtered(lambda rule: not rule.groups)
    domain = Domain.AND([_domain(rule, context) for rule in of_all])
    # Rules of groups add up: whoever has several groups reads what any of them grants.
    employee = env.ref("base.group_user")
    outside = env.ref("base.group_portal") | env.ref("base.group_public")
    of_employees = rules.filtered(lambda rule: employee in rule.groups)
    if of_employees:
        return domain & Domain.OR([_domain(rule, context) for rule in of_employees])
    if with_groups:
        for group in rules.groups - outside:
            granted = rules.filtered(lambda rule, group=group: group in rule.groups)
            domain &= Domain.OR([_domain(rule, context) for rule in granted])
    return domain


def _domain(rule, context):
    try:
        return Domain(safe_eval(rule.domain_force or "[]", context))
    except Exception:  # noqa: BLE001 - whatever a rule's code raises
        return Domain.FALSE
