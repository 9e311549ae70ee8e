"""Words that a section had when they were quoted, and has no longer: who may still be shown them."""

from ..rendering.dependence import COMPANY, depends_on
from ..rendering.section import named
from ..rendering.value import is_readable

_RELATIONAL = frozenset(("many2one", "many2many"))
_PROSE = frozenset(("char", "text", "html"))
#: Between the columns of a row (rendering/table.py).
_BESIDE = " · "


class Former:
    """What one reader may see of a turn's words that stand in their sections no longer.

    He reads the section now. Its former words he may see where it is known of which field they were, where
    he reads that field now, and where a name among them is still the name of a record that he may open.
    Who didn't ask was never given them: to him they are shown only of a value that is the same for
    everybody. What can't be told is not shown.
    """

    def __init__(self, turn, reader):
        self._reader = reader
        self._is_asker = turn.user_id == reader.env.user
        self._is_where_asked = reader.env.companies.ids == turn.company_ids_json
        self._labels = {}

    def may_be_shown(self, entry, section):
        """
        :param entry: of the evidence, `{resModel, section, place, quote}`
        :param section: the section as the reader is given it now
        """
        quote, place = (
            entry.get(key) if isinstance(entry.get(key), str) else "" for key in ("quote", "place")
        )
        model = self._reader.env[entry["resModel"]]
        match section["section"].partition(":")[0]:
            case "header":
                return self.name_may_be_shown(model)
            case "fields" | "properties":
                return self._is_of_field(model, section, place, quote)
            case "activity":
                return self._are_of_row(self._reader.env["mail.activity"], section, quote.split("\n"))
            case "line":
                rows = self._reader.env[section["lines"][0]["relation"]]
                return self._are_of_row(rows, section, quote.split(_BESIDE))
            case "message":
                return self._is_of_message(section, quote)
            case "attachment":
                return True
        return False

    def name_may_be_shown(self, model):
        """A record's former name: one that was put together may have held names of other records."""
        if self._is_asker:
            return True
        name = model._fields["display_name"]
        parts = model.env.registry.field_depends.get(name, ())
        return not depends_on(model, name) and all(
            part in model._fields and model._fields[part].type in _PROSE and self._is_alike(model, part)
            for part in parts
        )

    def _is_of_field(self, model, section, label, quote):
        """By the label under which it was quoted, which some other field may have as well."""
        own = self._fields_called(model, label)
        lines = [entry for entry in named(section) if entry["label"] == label or entry["field"] in own]
        value = quote.removeprefix(f"{label}: ")
        return (
            bool(lines)
            and all(self._is_field_open(model, name, value) for name in own)
            # A property is no field of its own.
            and all(self._is_alike(model, entry["field"].partition(".")[0]) for entry in lines)
            and all(self._is_known(entry["type"], entry["relation"], value) for entry in lines)
        )

    def _are_of_row(self, model, section, pieces):
        """Words like "Quantity: 3", and those that a longer text goes on with."""
        now = "\n".join(entry["text"] for entry in section["lines"])
        is_prose = False
        for piece in pieces:
            label, is_labelled, value = piece.partition(": ")
            if is_labelled:
                names = self._fields_called(model, label)
                is_prose = bool(names) and all(model._fields[name].type in _PROSE for name in names)
                is_open = bool(names) and all(self._is_field_open(model, name, value) for name in names)
            else:
                # A line of a note stands alone.
                is_open = is_prose or model._name == "mail.activity"
            if not is_open and piece not in now:
                return False
        return True

    def _is_of_message(self, section, quote):
        # sudo: mail.message - whether there are changed values, which each reader is given by his rights
        message = self._reader.env["mail.message"].sudo().browse(int(section["section"].partition(":")[2]))
        is_erased = all(entry["label"] for entry in section["lines"])
        sender = f"{self._reader.env._('From')}: "
        return not (message.tracking_value_ids or is_erased) and all(
            not words.startswith(sender) or self._reader.knows_name("res.partner", words.removeprefix(sender))
            for words in quote.split("\n")
        )

    def _is_field_open(self, model, name, value):
        field = model._fields[name]
        return (
            self._reader.may_field(model, name)
            and self._is_alike(model, name)
            and self._is_known(field.type, field.comodel_name, value)
        )

    def _is_alike(self, model, name):
        """Whether what he reads there differs from what was quoted by a change, and not by who looks."""
        field = model._fields.get(name)
        if field is None:
            return False
        personal = depends_on(model, field)
        if self._is_asker:
            return not personal or (self._is_where_asked and personal <= COMPANY)
        # What is computed on the way is computed by what its reader may read.
        return not personal and bool(field.store or field.related)

    def _is_known(self, kind, relation, value):
        """Names of other records are known to who may open a record of that name."""
        if kind not in _RELATIONAL:
            return kind != "reference"
        if kind == "many2one":
            return self._reader.knows_name(relation, value)
        return all(self._reader.knows_name(relation, name) for name in value.split(", "))

    def _fields_called(self, model, label):
        """Names of all fields with this label of their own, whoever may read them."""
        if model._name not in self._labels:
            # sudo: base - labels only, to learn whether one is that of a field that he may not read
            described = model.sudo().fields_get(attributes=["string"])
            found = self._labels[model._name] = {}
            for name, description in described.items():
                if is_readable(model._fields[name]):
                    found.setdefault(description["string"], []).append(name)
        return self._labels[model._name].get(label, [])
