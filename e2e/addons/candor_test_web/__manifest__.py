{
    "name": "Candor: browser tests",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "summary": "Lets a test choose the dark scheme; removes a file that Debian's package leaves out",
    "author": "Candor contributors",
    "license": "LGPL-3",
    "depends": ["web", "mail"],
    "assets": {
        "web.assets_backend": [
            # Named in the bundle but absent from Debian's package: its 404 fails every Hoot run.
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
        "web.assets_web_dark": [
            ("prepend", "candor_test_web/static/src/scss/primary_variables.dark.scss"),
        ],
    },
}
