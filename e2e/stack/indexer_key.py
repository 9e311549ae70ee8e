# ruff: noqa: F821 - `env` is the environment that odoo shell gives
"""Prints a new API key of the service account; any earlier one ends.

The settings page refuses keys for users without groups, and without sudo they would expire.
"""

indexer = env.ref("candor.user_indexer")
env["res.users.apikeys"].search([("user_id", "=", indexer.id)]).unlink()
print("indexer key:", env["res.users.apikeys"].with_user(indexer).sudo()._generate("rpc", "candor", None))
env.cr.commit()
