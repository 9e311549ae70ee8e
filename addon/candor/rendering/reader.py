"""Who reads: a person, by Odoo's own word, or the index, which may know only what everybody may."""

from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain

from .dependence import depends_on, sources
from .spec import owner

#: Groups that hide nothing from those who can use Candor at all.
_FREE_FOR_PEOPLE = frozenset({"base.group_user"})
#: Text of attachments that the index takes of one record; what is beyond counts as not read.
MAX_INDEXED_CHARACTERS = 1_000_000


class Reader:
    """A person. `env` carries user, language, time zone and companies; every word is read through it."""

    is_index = False
    #: Text of a record's attachments that is given without asking for its pages by name.
    max_attachment_characters = 40_000

    def __init__(self, env):
        self.env = env
        #: {model: {id: display name, or None where it isn't to be known}}
        self._names = {}

    @classmethod
    def for_user(cls, user, *, lang=None, tz=None, company_ids=None):
        """A reader for `user` in a language, a time zone and the companies that are still his.

        :param company_ids: companies active when he asked; none left means his own
        """
        # sudo: res.users - lang, tz and companies of the user himself, nothing is handed out
        profile = user.sudo()
        own = profile._get_company_ids()
        companies = [cid for cid in company_ids or [] if cid in own]
        installed = dict(profile.env["res.lang"].get_installed())
        env = user.env(
            user=user.id,
            su=False,
            context={
                # A language may be gone since the turn was stored.
                "lang": next((code for code in (lang, profile.lang) if code in installed), "en_US"),
                "tz": tz or profile.tz or "UTC",
                "allowed_company_ids": companies or [profile.company_id.id],
            },
        )
        return cls(env)

    def field_group(self, model, name):
        """Name of the access group of a field as it stands in section names; "" is free for everybody."""
        groups = model._fields[name].groups
        if not groups or groups in _FREE_FOR_PEOPLE:
            return ""
        return ",".join(sorted(group.strip() for group in groups.split(",")))

    def may_field(self, model, name):
        field = model._fields.get(name)
        return field is not None and model._has_field_access(field, "read")

    def find(self, model_name, ids, exempt=()):
        """Records among `ids` that this reader can find: his rights, not archived unless in `exempt`."""
        model = self.env[model_name]
        if not ids or not model.has_access("read"):
            return model
        try:
            found = model.with_context(active_test=True).search([("id", "in", list(ids))])
            kept = [res_id for res_id in exempt if res_id in ids and res_id not in found.ids]
            if kept:
                found |= model.with_context(active_test=False).search([("id", "in", kept)])
            found = found._filtered_access("read")
        except (AccessError, MissingError):
            return model
        order = {res_id: place for place, res_id in enumerate(ids)}
        return model.browse(sorted(found.ids, key=order.__getitem__))

    def find_all(self, model_name, limit):
        """Ids of the records that this reader's own search finds, `limit` at most."""
        model = self.env[model_name]
        if not model.has_access("read"):
            return []
        try:
            # The model's own order may sort by a computed or joined name.
            return model.with_context(active_test=True).search([], order="id", limit=limit).ids
        except AccessError:
            return []

    def can_open(self, model_name, res_id):
        """Whether this reader finds the one record, as on its form: archived or not."""
        return model_name in self.env and bool(self.find(model_name, [res_id], [res_id]))

    def names(self, model_name, ids):
        """`{id: display name}` of those targets that this reader may open.

        Odoo computes names of many2one targets as superuser; Candor doesn't repeat them unchecked.
        """
        known = self._names.setdefault(model_name, {})
        missing = [res_id for res_id in ids if res_id not in known]
        if missing:
            known.update(dict.fromkeys(missing))
            known.update(self._readable_names(model_name, missing))
        return {res_id: known[res_id] for res_id in ids if known[res_id]}

    def knows_name(self, model_name, name):
        """Whether a record that this reader may open is called so now."""
        model = self.env[model_name].with_context(active_test=False)
        if not name.strip() or not model._rec_name or not model.has_access("read"):
            return False
        for operator in ("=", "ilike"):
            try:
                found = model.name_search(name, operator=operator)
            except (AccessError, MissingError):
                return False
            names = self.names(model_name, [res_id for res_id, _name in found]).values()
            if name.split() in [known.split() for known in names]:
                return True
        return False

    def _readable_names(self, model_name, ids):
        model = self.env[model_name]
        if not model.has_access("read"):
            return {}
        try:
            readable = model.with_context(active_test=False).search([("id", "in", list(ids))])
            readable = readable._filtered_access("read")
        except (AccessError, MissingError):
            return {}
        return _display_names(readable)

    def children(self, records, name):
        """Lines of a one2many field by the id of their record, in the order of their list."""
        link, field = owner(records, name)
        child = self.env[field.comodel_name]
        if not child.has_access("read"):
            return {}
        # Records that share what they inherit share its lines, e.g. variants of a product.
        owners = {record.id: record[link].id if link else record.id for record in records}
        domain = Domain(field.inverse_name, "in", list(dict.fromkeys(owners.values())))
        try:
            lines = child.search(field.get_comodel_domain(self.env[field.model_name]) & domain)
            lines = lines._filtered_access("read").grouped(lambda entry: entry[field.inverse_name].id)
        except (AccessError, MissingError):
            return {}
        return {res_id: lines[owner_id] for res_id, owner_id in owners.items() if owner_id in lines}

    def activities(self, records, limit, activity_ids=None):
        """Planned activities, the latest deadline first, by Odoo's own rules for them.

        Without Candor's own: that an answer about a record is reviewed is nothing of the record.
        """
        if not self.may_field(records, "activity_ids"):
            return self.env["mail.activity"]
        own = self.env.ref("candor.activity_type_review") | self.env.ref("candor.activity_type_unassigned")
        domain = [
            ("res_model", "=", records._name),
            ("res_id", "in", records.ids),
            ("activity_type_id", "not in", own.ids),
        ]
        if activity_ids is not None:
            domain.append(("id", "in", activity_ids))
        planned = self.env["mail.activity"].with_context(active_test=True)
        return planned.search(domain, order="date_deadline desc, id desc", limit=limit)

    def messages(self, model_name, res_ids, limit, message_ids=None):
        """Chatter messages, newest first. `user_notification` belongs to its recipients only."""
        domain = [
            ("model", "=", model_name),
            ("res_id", "in", list(res_ids)),
            ("message_type", "!=", "user_notification"),
        ]
        if message_ids is not None:
            domain.append(("id", "in", message_ids))
        return self.env["mail.message"].search(domain, order="id desc", limit=limit)

    def trackings(self, message):
        # sudo: mail.tracking.value - only system reads the model; filtered to this reader's fields
        return message.sudo().tracking_value_ids.filtered(
            lambda entry: (
                entry.field_id and self.may_field(self.env[entry.field_id.model], entry.field_id.name)
            )
        )

    def attachments(self, model_name, res_ids):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", model_name),
                ("res_id", "in", list(res_ids)),
                ("res_field", "=", False),
            ],
            order="id",
        )


class IndexReader(Reader):
    """The index: reads as superuser, and only what is the same for everybody who may open the record."""

    is_index = True
    max_attachment_characters = MAX_INDEXED_CHARACTERS

    def __init__(self, env):
        super().__init__(env)
        self._employees = env.ref("base.group_user")

    @classmethod
    def for_language(cls, env, lang):
        companies = env["res.company"].search([]).ids
        context = {"lang": lang, "tz": "UTC", "allowed_company_ids": companies}
        return cls(env(su=True, context=context))

    def field_group(self, model, name):
        return ""

    def may_field(self, model, name):
        """No field with groups or a value that depends on who looks, nor one that reaches through such a
        field.
        """
        field = model._fields.get(name)
        if field is None or field.groups or depends_on(model, field):
            return False
        return not any(
            source.groups and source.name != _inherits_link(model, field) for source in sources(model, field)
        )

    def _readable_names(self, model_name, ids):
        """Names that every employee may read; others stay out of the index: whoever asked for one would
        be told by the record that it stands there.
        """
        if not self._open_to(self._employees, model_name):
            return {}
        domain = Domain("id", "in", list(ids)) & self._common(model_name, with_groups=True)
        return _display_names(self.env[model_name].with_context(active_test=False).search(domain))

    def children(self, records, name):
        """Lines that every group reads which reads the record; others stay out of the index."""
        comodel = records._fields[name].comodel_name
        if not self._open_to(self._reading_groups(records._name), comodel):
            return {}
        domain = self._common(comodel, with_groups=False)
        found = super().children(records, name)
        # Searched: rules may speak of fields that are no columns.
        ids = [line_id for lines in found.values() for line_id in lines.ids]
        shown = self.env[comodel].with_context(active_test=False)
        shown = shown.search(Domain("id", "in", ids) & domain)
        return {parent_id: lines & shown for parent_id, lines in found.items()}

    def activities(self, records, limit, activity_ids=None):
        """None: today moves them, without a change that anybody could note."""
        return self.env["mail.activity"]

    def attachments(self, model_name, res_ids):
        """Those that every employee reads who reads their record; others stay out of the index."""
        if not self._open_to(self._employees, "ir.attachment"):
            return self.env["ir.attachment"]
        found = super().attachments(model_name, res_ids)
        domain = Domain("id", "in", found.ids) & self._common("ir.attachment", with_groups=True)
        return found & found.search(domain)

    def _common(self, model_name, *, with_groups):
        return self.env["candor.indexer"]._common_domain(model_name, with_groups)

    def _open_to(self, groups, model_name):
        """Whether each of these groups by itself may read a model."""
        reading = self._reading_groups(model_name)
        return all(group.all_implied_ids & reading for group in groups)

    def _reading_groups(self, model_name):
        ids = self.env["candor.indexer"]._reading_group_ids(model_name)
        groups = self.env["res.groups"].browse(ids)
        # Without a group it is for everybody, of whom only employees can use Candor.
        return groups if all(ids) else groups.browse([res_id for res_id in ids if res_id]) | self._employees


def _inherits_link(model, field):
    """The many2one of `_inherits` carries the groups of its own, not those of the fields behind it."""
    return field.related.split(".")[0] if field.inherited else None


def _display_names(records):
    """`{id: name}`; a name whose computation reaches a forbidden model is left out."""
    try:
        return {record.id: record.display_name for record in records}
    except (AccessError, MissingError):
        names = {}
        for record in records:
            try:
                names[record.id] = record.display_name
            except (AccessError, MissingError):
                continue
        return names
