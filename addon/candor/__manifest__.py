{
    "name": "Candor",
    "version": "19.0.0.1.0",
    "category": "Productivity",
    "summary": "Answers from the records you may read, with their sources and a way to a human",
    "author": "Candor contributors",
    "license": "LGPL-3",
    "depends": ["base", "web", "mail", "rpc"],
    "data": [
        "security/candor_groups.xml",
        "security/ir.model.access.csv",
        "security/candor_rules.xml",
        "data/candor_index.xml",
        "data/mail_activity_type.xml",
        "data/res_users.xml",
        "views/candor_source_views.xml",
        "views/candor_index_views.xml",
        "views/candor_review_views.xml",
        "views/res_config_settings_views.xml",
        "views/candor_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "candor/static/src/**/*",
            ("remove", "candor/static/src/**/*.dark.scss"),
        ],
        "web.assets_web_dark": [
            "candor/static/src/**/*.dark.scss",
        ],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
