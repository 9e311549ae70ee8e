"""Odoo's own search by words, as one reader: what is left while the sidecar has no index."""

import base64
import time

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rendering.value import is_readable

#: Of one word in one model; a word that so many records have tells little.
MAX_FOUND = 40
#: Of one model the newest are looked at, so that no statement keeps a worker for long.
MAX_LOOKED_AT = 20_000
#: No further statement is begun after this.
SECONDS = 1.5
_TEXT = ("char", "text", "html")


class WordSearch:
    """Which records of the sources have which words, in fields that this reader may read."""

    def __init__(self, reader, specs):
        self._reader = reader
        self._specs = specs
        #: {(model, word): ids}, also asked for by the fields that point at the model
        self._known = {}

    def find(self, words):
        """`{(model, id): [places in words]}`, as far as the time reached: the words' order matters."""
        until = time.monotonic() + SECONDS
        found = {}
        for place, word in enumerate(words):
            for model_name in self._specs:
                if time.monotonic() > until:
                    return found
                for res_id in self._having(model_name, word):
                    found.setdefault((model_name, res_id), []).append(place)
        return found

    def _having(self, model_name, word):
        """Records that have the word themselves, or point at a record of a source that does."""
        model = self._reader.env[model_name]
        domain = self._text_domain(model, word)
        for name in self._fields(model, ("many2one",)):
            target = model._fields[name].comodel_name
            if target in self._specs and target != model_name:
                domain |= Domain(name, "in", self._having_text(target, word))
        return self._search(model, domain)

    def _having_text(self, model_name, word):
        key = (model_name, word)
        if key not in self._known:
            model = self._reader.env[model_name]
            self._known[key] = self._search(model, self._text_domain(model, word))
        return self._known[key]

    def _text_domain(self, model, word):
        names = self._fields(model, _TEXT)
        return Domain.OR(_has(name, word) for name in names) if names else Domain.FALSE

    def _fields(self, model, types):
        title = [model._rec_name] if model._rec_name else []
        names = dict.fromkeys([*title, *self._specs[model._name].fields])
        return [
            name
            for name in names
            if self._reader.may_field(model, name)
            and model._fields[name].type in types
            and model._fields[name].store
            and is_readable(model._fields[name])
        ]

    def _search(self, model, domain):
        if domain.is_false() or not model.has_access("read"):
            return []
        try:
            model = model.with_context(active_test=True)
            newest = model._search([], order="id desc", limit=MAX_LOOKED_AT)
            return model.search(Domain("id", "in", newest) & domain, order="id desc", limit=MAX_FOUND).ids
        except AccessError:
            return []


def _has(name, word):
    """The field holds the word, in whatever case. A failed statement is logged with its values: encoded."""
    like = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in word)
    encoded = base64.b64encode(f"%{like}%".encode()).decode()

    def to_sql(model, alias, query):
        return SQL(
            "%s ILIKE convert_from(decode(%s, 'base64'), 'UTF8')",
            model._field_to_sql(alias, name, query),
            encoded,
        )

    return Domain.custom(to_sql=to_sql)
