import io

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export

LANGUAGES = ("de", "es")


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    """Nobody who works in German or Spanish meets English words of Candor's."""

    def _terms(self):
        """What Odoo would export now, but for fields of mixins that whatever else is installed adds."""
        exported = io.BytesIO()
        trans_export(None, ["candor"], exported, "po", self.env)
        return {
            entry.msgid
            for entry in polib.pofile(exported.getvalue().decode())
            if not all(self._is_of_mixin(place) for place, _line in entry.occurrences)
        }

    def _is_of_mixin(self, place):
        kind, _, xmlid = place.rpartition(":")
        if not kind.startswith("model:ir.model.fields,"):
            return False
        name = self.env.ref(xmlid).name
        return any(name in self.env[mixin]._fields for mixin in ("mail.thread", "mail.activity.mixin"))

    def _file(self, name):
        return polib.pofile(file_path(f"candor/i18n/{name}"))

    def test_the_template_has_every_term(self):
        terms = self._terms()
        self.assertGreater(len(terms), 300)
        template = {entry.msgid for entry in self._file("candor.pot")}
        self.assertEqual(sorted(terms - template), [])

    def test_every_term_is_translated(self):
        terms = self._terms()
        for lang in LANGUAGES:
            entries = self._file(f"{lang}.po")
            translated = {entry.msgid for entry in entries if entry.msgstr and not entry.fuzzy}
            self.assertEqual(sorted(terms - translated), [], lang)
