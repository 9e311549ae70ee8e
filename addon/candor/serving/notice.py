"""A notification by Odoo's own settings, in Discuss or by mail: that something is there, and where."""

from markupsafe import Markup


def notify(thread, user, subject, sentence, link, label, **more):
    """Tell one user, in the name of OdooBot.

    :param thread: what it is about, in the environment of who may write to everybody
    :param link: address of a page; the texts are in the user's language, and hold no content
    """
    thread.message_notify(
        partner_ids=user.partner_id.ids,
        subject=subject,
        body=Markup('<p>%s</p><p><a href="%s">%s</a></p>') % (sentence, link, label),
        author_id=thread.env.ref("base.partner_root").id,
        **more,
    )
