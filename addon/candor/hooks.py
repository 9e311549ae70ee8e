"""What installing and removing the module does beyond its data files."""

from .database.forgotten import drop_trigger


def post_init_hook(env):
    """Everybody who works here may ask; an administrator can take it away per user."""
    group = env.ref("candor.group_user")
    env.ref("base.group_user").all_user_ids.filtered(lambda user: not user.share).write(
        {"group_ids": [(4, group.id)]}
    )
    default_groups = env.ref("base.default_user_group", raise_if_not_found=False)
    if default_groups:
        default_groups.implied_ids = [(4, group.id)]
    env["candor.source"]._create_defaults()


def uninstall_hook(env):
    """Done activities are archived and still hold their type: move them first."""
    env["candor.capture"]._drop_all()
    drop_trigger(env.cr)
    types = env["mail.activity.type"]
    for xmlid in ("candor.activity_type_review", "candor.activity_type_unassigned"):
        types |= env.ref(xmlid, raise_if_not_found=False) or types
    activities = env["mail.activity"].with_context(active_test=False)
    activities = activities.search([("activity_type_id", "in", types.ids)])
    # A review whose reminder goes away would ask for another one.
    activities.filtered("active").with_context(candor_mending=True).unlink()
    todo = env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
    # Their note is a link to a review that is gone.
    activities.exists().write(
        {"activity_type_id": todo.id if todo else False, "note": False, "candor_review_id": False}
    )
    env["ir.config_parameter"].search([("key", "=like", "candor.%")]).unlink()
    indexer = env.ref("candor.user_indexer", raise_if_not_found=False)
    if indexer:
        # Archived, not deleted: it may be named as creator of something.
        env["res.users.apikeys"].search([("user_id", "=", indexer.id)]).unlink()
        indexer.write({"active": False, "login": f"candor_indexer_removed_{indexer.id}"})
        # Its partner has a name of its own, made by Odoo.
        names = [("module", "=", "candor"), ("name", "=like", "user_indexer%")]
        env["ir.model.data"].search(names).unlink()
