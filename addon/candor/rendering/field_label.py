"""The names by which records are asked about: of a model, its fields and the columns of its lists."""


def field_labels(env, spec):
    """All that records of a source may be rendered with, for whoever reads, in the language of `env`."""
    model = env[spec.model]
    on_form = env["candor.source"]._form_labels(spec.model)
    found = [
        env["ir.model"]._get(spec.model).display_name,
        *_strings(model, spec.fields),
        *(label for name in spec.fields for label, _place in on_form.get(name, ())),
        *(
            label
            for name, columns in spec.lines.items()
            for label in _strings(env[model._fields[name].comodel_name], columns)
        ),
    ]
    return [label for label in found if label]


def _strings(model, names):
    known = model.fields_get(names, ["string"])
    return [known[name]["string"] for name in names if name in known]
