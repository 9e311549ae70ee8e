"""What the manager reads about the confidence: how many answers given are right, and how sure that is."""

from babel.numbers import format_decimal, format_percent

from odoo.tools.misc import babel_locale_parse


def promise(env, known, is_own):
    """What a calibrator promises, in one or two sentences in the reader's language.

    :param known: see `candor.calibrator._at`
    :param is_own: whether it was fitted on answers of this database
    """
    labels, target = _count(env, known["labels"]), percent(env, known["target"])
    if known["promised"] and not is_own:
        return env._(
            "Proven on what it was fitted on: with a probability of 90 %%, at least %(target)s of the "
            "answers given are right there, by %(labels)s judged answers. For your company's records "
            "this promises nothing until reviewers have judged answers of your own.",
            target=target,
            labels=labels,
        )
    if known["promised"]:
        return env._(
            "Kept: at least %(target)s of the answers given are right. This holds with a "
            "probability of 90 %%, by %(labels)s judged answers.",
            target=target,
            labels=labels,
        )
    if known["missing"]:
        return env._(
            "Not kept yet: %(missing)s more judged answers are needed to promise that at least "
            "%(target)s of the answers given are right. Until then the threshold is an estimate "
            "from the %(labels)s that there are.",
            missing=_count(env, known["missing"]),
            target=target,
            labels=labels,
        )
    return env._(
        "Not kept: %(labels)s judged answers don't prove that at least %(target)s of the answers given "
        "are right, and how many more it takes can't be told. The threshold is an estimate.",
        target=target,
        labels=labels,
    )


def percent(env, share):
    """:param share: 0..1"""
    return format_percent(share, "#,##0.# %", locale=_locale(env))


def _count(env, number):
    return format_decimal(number, locale=_locale(env))


def _locale(env):
    return babel_locale_parse(env.lang or "en_US")
